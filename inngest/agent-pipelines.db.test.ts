import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import type { RunId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { continueRun } from "#server/services/progress/healing/continue-run.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { resumeRun } from "#server/services/runs/fork/resume-run.ts";
import { listAgentSteps } from "#server/services/runs/reading/list-agent-steps.ts";
import { createSecret } from "#server/services/secrets/create-secret.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestEngine } from "#server/services/testing/service-context.ts";
import { decideWait } from "#server/services/waits/decide-wait.ts";
import { findSumFaults } from "./testing/chaos/find-sum-faults.ts";
import { trigger } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { setStage } from "./testing/set-stage.ts";
import { callLine, questionOn, readSteps, talkingAgent } from "./testing/talking-agent.ts";
import { until } from "./testing/until.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
beforeAll(() => stage.spawnWorker().ready);
afterAll(() => stage.close());

/** Nothing is sent there. */
const url = "http://127.0.0.1:1";
const stepsOf = (runId: RunId) => readSteps(database, runId);
/** What became of each call. */
const stands = async (runId: RunId) => {
  const steps = await stepsOf(runId);
  return steps.flatMap(({ tool, status }) => (tool === null ? [] : [`${tool} ${status}`]));
};
const publish = async (definition: Parameters<typeof seedPipeline>[1]) => {
  const pipelineId = await seedPipeline(stage.context, definition);
  await publishPipeline(stage.context, { pipelineId, expectedRevision: null, note: null });
  return pipelineId;
};
const toolOf = (name: string, pipeline: string, more: JsonObject = {}) => ({
  kind: "pipeline",
  name,
  description: `Runs ${name}.`,
  effect: "read",
  input: { type: "object", properties: { path: { type: "string" } }, required: ["path"] },
  pipeline,
  ...more,
});
const runsBelow = (runId: RunId) =>
  database.asOwner<{ id: RunId; status: string; input: JsonObject; step: number; depth: number }>(
    "select id, status, input, parent_iteration as step, depth from runs where parent_run_id = $1 order by parent_iteration",
    [runId],
  );
const told = async (runId: RunId) =>
  (await stepsOf(runId)).flatMap(({ kind, output }) => (kind === "tool" ? [String(output?.text ?? "")] : []));

it("runs pipelines that are its tools side by side, hears what they put out, and says so where they fail", async () => {
  const looks = await publish({
    ...chainOf("Looks", [
      trigger,
      {
        id: "ask",
        type: "agent",
        name: "Ask",
        config: { model: "sandbox/echo?pace=0", task: "{{ variables.tone }} {{ input.path }}" },
      },
    ]),
    variables: { tone: { default: "plain" } },
  });
  const fails = await publish(
    chainOf("Fails", [
      trigger,
      { id: "boom", type: "transform", name: "Boom", config: { value: "input.nothing.there" } },
    ]),
  );
  const tools = [
    toolOf("look", looks, { variables: { tone: "args.path == '?' ? args.none : args.path + '!'" } }),
    toolOf("act", fails, { effect: "write" }),
  ];
  const script = [
    ...[
      callLine(1, "look", "one"),
      callLine(1, "look", "two"),
      callLine(1, "act", "bad"),
      callLine(1, "look", "?"),
    ],
    "@2 look {}",
  ];
  const runId = await stage.start(talkingAgent(url, script, { tools }));
  await stage.ended([runId]);
  const facts = await readRunFacts(database, runId);
  expect(facts.status).toBe("completed");
  expect(facts.attempts.map(({ status }) => status)).toEqual(["cancelled", "completed"]);
  expect(await stands(runId)).toEqual([
    "look completed",
    "look completed",
    "act failed",
    "look failed",
    "look failed",
  ]);
  expect(await told(runId)).toEqual([
    "one! one",
    "two! two",
    expect.stringMatching(/^The pipeline failed\. .*What it had done until then may stand\.$/s),
    expect.stringMatching(/^The pipeline was not run: .*: the variables of the tool "look": tone: .*none/),
    expect.stringContaining("does not match its schema"),
  ]);
  const below = await runsBelow(runId);
  expect(below.map(({ status, input, step, depth }) => [status, input.path, step, depth])).toEqual([
    ["completed", "one", 2, 1],
    ["completed", "two", 3, 1],
    ["failed", "bad", 4, 1],
  ]);
  const { steps } = await listAgentSteps(stage.context, { runId, nodeId: "talk", cursor: null, limit: 9 });
  expect(steps.map(({ run }) => run?.pipelineName ?? null)).toEqual([
    null,
    "Looks",
    "Looks",
    "Fails",
    null,
    null,
    null,
    null,
  ]);
  expect(steps[1]?.run).toMatchObject({ runId: below[0]?.id, status: "completed", isSandbox: true });
  expect(steps[1]?.run?.costMicros).toBeGreaterThan(0);
  expect(await findSumFaults(database)).toEqual([]);
});

it("runs as its page of docs writes it", async () => {
  const page = readFileSync(join(import.meta.dirname, "../docs/agents-with-tools.md"), "utf8");
  const written = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = ""]) => yaml);
  const tools = parse(written.find((yaml) => yaml.startsWith("- kind: pipeline")) ?? "") as JsonObject[];
  const since = {
    id: "since",
    type: "transform",
    name: "Since",
    config: { value: "variables.tone + ': ' + input.number" },
  } as const;
  const called = await publish({
    ...chainOf("Look up a customer", [trigger, since]),
    variables: { tone: { default: "plain" } },
  });
  await database.asOwner("update pipelines set slug = 'look-up-customer' where id = $1", [called]);
  const script = ['@1 look_up_customer {"number": "C-1"}', '@1 look_up_customer {"number": "C-2"}'];
  const runId = await stage.start(talkingAgent(url, script, { tools }));
  await stage.ended([runId]);
  expect(await told(runId)).toEqual(["formal: C-1", "plain: C-2"]);
});

it("asks about them before they are run, waits while they wait, and they are stopped with it", async () => {
  const asks = await publish(
    chainOf("Asks", [
      trigger,
      { id: "gate", type: "wait", name: "Gate", config: { for: "approval", title: "Go on?" } } as never,
    ]),
  );
  const tools = [toolOf("act", asks, { effect: "write" }), toolOf("look", asks)];
  const script = [callLine(1, "look", "one"), callLine(1, "act", "two")];
  const runId = await stage.start(talkingAgent(url, script, { tools, approve: "writes" }));
  const waitId = await questionOn(stage, runId);
  expect(await runsBelow(runId)).toEqual([]);
  await decideWait(stage.context, { waitId, choice: "approve", form: { note: "Be quick." } });
  // Both runs are started once nobody need be asked any longer; then all of the tree waits.
  const inside = await until(
    () => runsBelow(runId),
    (runs) => runs.length === 2 && runs.every(({ status }) => status === "waiting"),
  );
  await until(
    () => readRunFacts(database, runId),
    ({ status }) => status === "waiting",
  );
  const [first, second] = inside;
  if (first === undefined || second === undefined) throw new Error("they are not there");
  const gate = await questionOn(stage, second.id);
  await decideWait(stage.context, { waitId: gate, choice: "approve", form: null });
  await until(
    () => stands(runId),
    (found) => found.includes("act completed"),
  );
  expect(await told(runId)).toEqual(["", expect.stringContaining("this call says: Be quick.")]);
  await cancelRun(stage.context, { runId, reason: "enough" });
  await stage.ended([runId, first.id]);
  expect((await runsBelow(runId)).map(({ status }) => status)).toEqual(["cancelled", "completed"]);
  expect(await readRunFacts(database, runId)).toMatchObject({ status: "cancelled", leases: 0 });
  expect(await stands(runId)).toEqual(["look failed", "act completed"]);
  expect((await told(runId))[0]).toMatch(/^The run of the pipeline was cancelled\. .*: enough\.$/);
  expect(await findSumFaults(database)).toEqual([]);
});

it("ends with the time of its run while one of them works, which is stopped with it", async () => {
  const words = "word ".repeat(300);
  const speaks = await publish(
    chainOf("Speaks", [
      trigger,
      { id: "ask", type: "agent", name: "Ask", config: { model: "sandbox/echo?pace=1000", task: words } },
    ]),
  );
  const tools = [toolOf("act", speaks, { effect: "write" })];
  const runId = await stage.start(talkingAgent(url, [callLine(1, "act", "one")], { tools }));
  const [below] = await until(
    () => runsBelow(runId),
    ([run]) => run?.status === "running",
  );
  if (below === undefined) throw new Error("it is not there");
  await database.asOwner("update runs set deadline_at = now() - interval '1 hour' where id = $1", [runId]);
  const engine = createTestEngine(stage.context);
  expect(await continueRun(engine, stage.context.actor.workspaceId, runId)).toBe("timed-out");
  await stage.ended([runId, below.id]);
  expect(await readRunFacts(database, runId)).toMatchObject({ status: "timeout", leases: 0 });
  expect((await runsBelow(runId)).map(({ status }) => status)).toEqual(["cancelled"]);
  expect(await stands(runId)).toEqual(["act failed"]);
  expect(await findSumFaults(database)).toEqual([]);
});

it("fails if only a person can fix what is wrong, and continues where its run had stopped", async () => {
  const config = { action: "http.request", url, method: "POST", sign: "{{ secrets.SIGN }}", body: {} };
  const needs = await publish(
    chainOf("Needs", [
      trigger,
      { id: "first", type: "transform", name: "First", config: { value: "input.path" } },
      { id: "post", type: "action", name: "Post", config } as never,
    ]),
  );
  // Its worker has another keyring than this process.
  await createSecret(stage.context, { name: "SIGN", value: "sealed with other keys" });
  const script = [callLine(1, "act", "one")];
  const tools = [toolOf("act", needs, { effect: "write" })];
  const runId = await stage.start(talkingAgent(url, script, { tools }));
  await stage.ended([runId]);
  const [row] = await database.asOwner<{ error: JsonObject }>(
    "select error from node_runs where run_id = $1 and node_id = 'talk'",
    [runId],
  );
  expect(row?.error).toMatchObject({
    code: "CHILD_FAILED",
    retryable: false,
    details: { cause: "KEY_UNREADABLE" },
  });
  const resumed = await resumeRun(stage.context, { runId, idempotencyKey: null });
  await stage.ended([resumed.runId]);
  const [below] = await database.asOwner<{ forked: RunId; reused: RunId }>(
    `select r.forked_from_run_id as forked, n.reused_from_run_id as reused from runs r
       join node_runs n on n.run_id = r.id and n.node_id = 'first' where r.parent_run_id = $1`,
    [resumed.runId],
  );
  const [earlier] = await runsBelow(runId);
  expect(below).toEqual({ forked: earlier?.id, reused: earlier?.id });
});
