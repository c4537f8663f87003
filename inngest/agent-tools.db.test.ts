import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { RunId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { createBudget } from "#server/services/budgets/create-budget.ts";
import { updateBudget } from "#server/services/budgets/update-budget.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { listAgentSteps } from "#server/services/runs/reading/list-agent-steps.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { findSumFaults } from "./testing/chaos/find-sum-faults.ts";
import { type HttpSink, startHttpSink } from "./testing/http-sink.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { setStage } from "./testing/set-stage.ts";
import { callLine, readSteps, talkingAgent } from "./testing/talking-agent.ts";
import { until } from "./testing/until.ts";
import { WorkerPair } from "./testing/worker-pair.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
let sink: HttpSink;
beforeAll(async () => {
  sink = await startHttpSink(20);
});
afterAll(async () => {
  await stage.close();
  await sink.close();
});

const stepsOf = (runId: RunId) => readSteps(database, runId);
const talking = (script: readonly string[], config: JsonObject = {}) =>
  talkingAgent(sink.url, script, config);
const sixTurns = [1, 2, 3, 4, 5].flatMap((turn) => [
  callLine(turn, "look", `l${turn}`),
  callLine(turn, "act", `a${turn}`),
]);
const requestsTo = (path: string) => sink.requests.filter((request) => request.path === path);

describe("an agent with tools", () => {
  beforeAll(() => stage.spawnWorker().ready);
  afterAll(() => stage.endWorkers());

  it("takes its turns, calls side by side, and each is a step with its money", async () => {
    const script = [callLine(1, "look", "one"), callLine(1, "act", "two"), callLine(2, "act", "three")];
    const runId = await stage.start(talking(script));
    await stage.ended([runId]);
    const facts = await readRunFacts(database, runId);
    expect(facts.status).toBe("completed");
    expect(facts.output).toBe(
      "Go through this:\n\n\n\nThen say what you know about tides.\n\nok\n\nok\n\nok",
    );
    const steps = await stepsOf(runId);
    expect(steps.map(({ kind, status, tool }) => `${tool ?? kind} ${status}`)).toEqual([
      "model completed",
      "look completed",
      "act completed",
      "model completed",
      "act completed",
      "model completed",
    ]);
    expect(steps.find(({ tool }) => tool === "look")?.output).toEqual({ text: "ok", isError: false });
    // What the steps cost is what the node run, the attempt and the vendor say.
    const turns = steps.filter(({ kind }) => kind === "model");
    const tokens = turns.reduce((sum, step) => sum + step.tokens, 0);
    const [attempt] = facts.attempts;
    expect(facts.attempts).toHaveLength(1);
    expect((attempt?.inputTokens ?? 0) + (attempt?.outputTokens ?? 0)).toBe(tokens);
    expect(facts.inputTokens + facts.outputTokens).toBe(tokens);
    const [line] = await database.asOwner<{ totals: JsonObject }>(
      "select payload->'totals' as totals from run_events where run_id = $1 and type = 'node.completed' and node_id = 'talk'",
      [runId],
    );
    const cost = turns.reduce((sum, step) => sum + (step.cost ?? 0), 0);
    const { inputTokens, outputTokens } = facts;
    expect(line?.totals).toMatchObject({ inputTokens, outputTokens, costMicros: cost });
    const billed = stage.sandbox.stats().entries;
    expect(billed.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0)).toBe(
      tokens,
    );
    expect(facts.ledger.map(({ kind }) => kind)).toEqual([
      "reserve",
      "settle",
      "reserve",
      "settle",
      "reserve",
      "settle",
    ]);
    for (const [index, entry] of facts.ledger.entries()) {
      if (entry.kind === "settle")
        expect(facts.ledger[index - 1]?.costMicros).toBeGreaterThanOrEqual(entry.costMicros);
    }
    expect(await findSumFaults(database)).toEqual([]);
    // A call that acts has a name of its own; one that reads needs none.
    const keys = [requestsTo("/act/two"), requestsTo("/act/three")].map(([only]) => only?.key);
    expect(new Set(keys).size).toBe(2);
    expect(requestsTo("/look/one")[0]?.key).toBe("");
  });

  it.each([
    ["maxTurns", { maxTurns: 2 }, "max_turns", 2, 2],
    ["maxToolCalls", { maxToolCalls: 3 }, "max_tool_calls", 2, 1],
    ["maxTotalTokens", { maxTotalTokens: 10 }, "max_total_tokens", 1, 1],
  ] as const)("ends at its %s, and says so", async (field, config, stop, turns, rounds) => {
    const before = sink.requests.length;
    const runId = await stage.start(talking(sixTurns, config));
    await stage.ended([runId]);
    const [row] = await database.asOwner<{ error: JsonObject; stop: string }>(
      "select n.error, a.stop from node_runs n join attempts a using (run_id, node_id) where run_id = $1 and node_id = 'talk'",
      [runId],
    );
    expect(row).toMatchObject({ stop, error: { code: "AGENT_LIMIT", retryable: false } });
    expect(String(row?.error.message)).toContain(field);
    const steps = await stepsOf(runId);
    expect(steps.filter(({ kind }) => kind === "model")).toHaveLength(turns);
    expect(sink.requests.length - before).toBe(2 * rounds);
    // Those that were too many have ended, too, and say why.
    const calls = steps.filter(({ kind }) => kind === "tool");
    expect(calls.filter(({ status }) => status === "completed")).toHaveLength(2 * rounds);
    for (const { status, output } of calls.slice(2 * rounds)) {
      expect(status).toBe("failed");
      expect(output).toEqual({ isError: true, text: expect.stringContaining("not made") });
    }
  });

  it("tells what became of calls that were out when their run was cancelled", async () => {
    const script = [callLine(1, "look", "one"), callLine(1, "act", "two")];
    const runId = await stage.start(talkingAgent(`${sink.url}/hold`, script));
    await until(
      async () => sink.requests.filter(({ path }) => path.startsWith("/hold/")),
      ({ length }) => length === 2,
    );
    await cancelRun(stage.context, { runId, reason: "enough" });
    await stage.ended([runId]);
    const { steps } = await listAgentSteps(stage.context, { runId, nodeId: "talk", cursor: null, limit: 10 });
    expect(steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "sandbox/echo?pace=0 completed",
      "look dropped",
      "act unknown",
    ]);
  });

  it("tells its model of what cannot be called and of what fails, and goes on", async () => {
    const script = ["@1 look {}", callLine(1, "look", "../x"), callLine(1, "act", "ok")];
    const runId = await stage.start(talking(script));
    await stage.ended([runId]);
    const steps = (await stepsOf(runId)).filter(({ kind }) => kind === "tool");
    expect(steps.map(({ status }) => status)).toEqual(["failed", "completed", "completed"]);
    expect(steps[0]?.output).toMatchObject({
      isError: true,
      text: expect.stringContaining('does not match its schema: it lacks the field "path".'),
    });
    expect(requestsTo("/look/..%2Fx")).toHaveLength(1);
  });

  it("runs as its page of docs writes it", async () => {
    const page = readFileSync(join(import.meta.dirname, "../docs/agents-with-tools.md"), "utf8");
    const written = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? expect.fail("the page has no example");
    const here = written
      .replaceAll(/https:\/\/(encyclopedia|notes)\.example\.(org|com)/g, sink.url)
      .replace(/^ *headers: .*\n/m, "");
    const definition = parse(here) as PipelineDefinitionInput;
    const pipelineId = await seedPipeline(stage.context, definition);
    const input = { topic: "tides", question: "When is the tide high?" };
    const { runId } = await startRun(stage.context, {
      pipelineId,
      input,
      variables: {},
      version: null,
      idempotencyKey: null,
    });
    await stage.ended([runId]);
    expect((await readRunFacts(database, runId)).status).toBe("completed");
    const { steps } = await listAgentSteps(stage.context, {
      runId,
      nodeId: "research",
      cursor: null,
      limit: 10,
    });
    expect(steps.map(({ kind, name, status }) => `${kind} ${name} ${status}`)).toEqual([
      "model sandbox/brief completed",
      "tool find_page completed",
      "tool save_note completed",
      "model sandbox/brief completed",
    ]);
    expect(steps[1]).toMatchObject({ text: "ok", isCut: false, isError: false, effect: "read" });
    expect(requestsTo("/notes")).toHaveLength(1);
  });

  it("looks the page up that the first run of its template is about", async () => {
    const templates = join(import.meta.dirname, "../src/features/pipelines/templates");
    const written = readFileSync(join(templates, "research-with-tools.yaml"), "utf8");
    const here = written.replace(/https:[^"]*wikipedia\.org/, sink.url);
    const input = { question: "Why are there two high tides in a day?", topic: "Tide" };
    const runId = await stage.start(parse(here) as PipelineDefinitionInput, input);
    await stage.ended([runId]);
    expect(requestsTo("/api/rest_v1/page/summary/Tide")).toHaveLength(1);
  });

  it("stops before the turn that could pass its node's limit, and has paid for those before", async () => {
    const script = [callLine(1, "act", "paid"), callLine(2, "act", "unpaid")];
    const free = await stage.start(talking(script));
    await stage.ended([free]);
    const [first] = (await readRunFacts(database, free)).ledger;
    const limits = { costMicros: (first?.costMicros ?? 0) + 10 };
    const { nodes, ...rest } = talking(script);
    const runId = await stage.start({ ...rest, nodes: nodes.map((node) => ({ ...node, limits })) });
    await stage.ended([runId]);
    const [run] = await database.asOwner<{ error: JsonObject }>("select error from runs where id = $1", [
      runId,
    ]);
    const message = expect.stringContaining(`limits.costMicros ${limits.costMicros}`);
    expect(run?.error).toMatchObject({ code: "BUDGET_EXCEEDED", nodeId: "talk", message });
    const steps = await stepsOf(runId);
    expect(steps.map(({ status }) => status)).toEqual(["completed", "completed", "failed"]);
    expect((await readRunFacts(database, runId)).costMicros).toBe(steps[0]?.cost);
    expect(requestsTo("/act/unpaid")).toHaveLength(1);
  });

  it("waits between two turns where its budgets have no room, holds nothing, and goes on behind them", async () => {
    const script = [callLine(1, "act", "before"), callLine(2, "act", "after")];
    const free = await stage.start(talking(script));
    await stage.ended([free]);
    const [first] = (await readRunFacts(database, free)).ledger;
    const limit = { limitMicros: (first?.costMicros ?? 0) + 10, warnPercent: null, onLimit: "wait" } as const;
    const { budgetId } = await createBudget(stage.context, {
      ...limit,
      scope: "workspace",
      per: "run",
      timezone: "UTC",
      idempotencyKey: null,
    });
    const runId = await stage.start(talking(script));
    const status = () =>
      database.asOwner<{ status: string }>("select status from runs where id = $1", [runId]);
    await until(status, ([row]) => row?.status === "waiting");
    const waiting = await readRunFacts(database, runId);
    expect(waiting).toMatchObject({ leases: 0, attempts: [{ status: "cancelled" }] });
    expect((await stepsOf(runId)).map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      "model completed",
      "tool completed",
    ]);
    await updateBudget(stage.context, { ...limit, budgetId, limitMicros: limit.limitMicros * 10 });
    await stage.ended([runId]);
    const facts = await readRunFacts(database, runId);
    expect(facts.status).toBe("completed");
    expect(facts.attempts.map(({ status }) => status)).toEqual(["cancelled", "completed"]);
    expect(requestsTo("/act/before")).toHaveLength(2);
    expect(requestsTo("/act/after")).toHaveLength(2);
    expect(await findSumFaults(database)).toEqual([]);
  });
});

describe("an agent with tools whose workers die", () => {
  afterEach(() => stage.endWorkers());

  it("goes on behind what is settled wherever they are killed: nothing is bought or done twice", async () => {
    const workers = await WorkerPair.start(stage);
    const before = stage.sandbox.stats().entries.length;
    const earlier = sink.requests.length;
    const runId = await stage.start(talking(sixTurns));
    const lines = () =>
      database.asOwner<{ count: number }>(
        "select count(*)::int as count from run_events where run_id = $1 and type = 'node.step'",
        [runId],
      );
    // A turn has seven lines or so: the kills fall into different parts of it.
    for (const count of [3, 13, 22]) {
      await workers.standsBy();
      await until(lines, ([row]) => (row?.count ?? 0) >= count);
      await workers.killActive();
    }
    await stage.ended([runId]);
    const facts = await readRunFacts(database, runId);
    expect(facts.status).toBe("completed");
    const steps = await stepsOf(runId);
    const turns = steps.filter(({ kind, status }) => kind === "model" && status === "completed");
    expect(turns).toHaveLength(6);
    // Each of them was paid once; what else was paid is a turn that was lost on its way, and booked as such.
    const lost = steps.filter(({ status }) => status === "lost");
    const calls = stage.sandbox.stats().entries.slice(before);
    expect(calls.length).toBeLessThanOrEqual(6 + lost.length);
    const acts = sink.requests.slice(earlier).filter(({ path }) => path.startsWith("/act/"));
    expect(new Set(acts.map(({ path }) => path)).size).toBe(acts.length);
    for (const step of steps.filter(({ tool }) => tool === "act")) {
      if (step.status === "unknown") {
        expect(step.output).toMatchObject({ isError: true, text: expect.stringContaining("not known") });
      } else expect(step.status).toBe("completed");
    }
    expect(await findSumFaults(database)).toEqual([]);
    const open = await database.asOwner(
      "select 1 from node_steps where run_id = $1 and finished_at is null",
      [runId],
    );
    expect(open).toEqual([]);
  });
});
