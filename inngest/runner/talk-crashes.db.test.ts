import { afterAll, beforeAll, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { findSumFaults } from "#inngest/testing/chaos/find-sum-faults.ts";
import { createTestRunner } from "#inngest/testing/create-test-runner.ts";
import { type HttpSink, startHttpSink } from "#inngest/testing/http-sink.ts";
import { trigger } from "#inngest/testing/pipelines.ts";
import { startSandboxServer } from "#providers/sandbox/server.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import type { StepTaker } from "#server/services/progress/step/node-step.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { type NodeRunner, runNodeStep } from "./run-node-step.ts";

const database = await createTestDatabase();
const sandbox = await startSandboxServer();
const context = await createTestContext(database.db);
const { workspaceId } = context.actor;
let sink: HttpSink;
let pipelineId: Awaited<ReturnType<typeof seedPipeline>>;

beforeAll(async () => {
  sink = await startHttpSink(0);
  pipelineId = await seedPipeline(context, definition(sink.url));
});
afterAll(async () => {
  await sandbox.close();
  await sink.close();
});

function definition(url: string): PipelineDefinitionInput {
  const tool = { kind: "http" as const, description: "Calls it.", input: { type: "object" } };
  const place = "{{ trigger }}/{{ args.at }}";
  const task = ['@1 look {"at": "1"}', '@1 act {"at": "1"}', '@2 act {"at": "2"}', "Say {{ input }}."].join(
    "\n",
  );
  const talk = {
    id: "talk",
    type: "agent" as const,
    name: "Talk",
    config: {
      model: "sandbox/echo?pace=0",
      task,
      tools: [
        { ...tool, name: "look", effect: "read" as const, url: `${url}/look/${place}` },
        {
          ...tool,
          name: "act",
          effect: "write" as const,
          method: "POST" as const,
          url: `${url}/act/${place}`,
        },
      ],
    },
  };
  return chainOf("Talk", [trigger, talk]);
}

/** A worker that dies at one of its steps: before it is written, or right after it. It says nothing more. */
function openRunner(death: { readonly step: number; readonly when: "before" | "behind" } | null) {
  const runner = createTestRunner(context, { sandboxUrl: sandbox.url, allowPrivateHttp: true });
  const died = Promise.withResolvers<void>();
  let count = 0;
  let isDead = false;
  const die = () => {
    isDead = true;
    died.resolve();
    return new Promise<never>(() => {});
  };
  const take: StepTaker["take"] = async (ref, decide) => {
    count += 1;
    const isLast = count === death?.step;
    if (isDead || (isLast && death?.when === "before")) return die();
    const result = await runner.context.steps.take(ref, decide);
    return isDead || isLast ? die() : result;
  };
  const look: StepTaker["look"] = (ref, isWanted) => runner.context.steps.look(ref, isWanted);
  const dying: NodeRunner = { ...runner, context: { ...runner.context, steps: { take, look } } };
  return { runner: dying, died: died.promise, stepsTaken: () => count };
}

/** Plays a run with a worker that dies, and one that takes over; says what is in the book and on the bills. */
async function play(name: string, death: Parameters<typeof openRunner>[0], played = pipelineId) {
  const billed = sandbox.stats().entries.length;
  const asked = { pipelineId: played, input: name, variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, asked);
  const request = { workspaceId, runId, nodeId: "talk", handoverToken: null };
  const first = openRunner(death);
  await Promise.race([carry(first.runner, request), first.died]);
  if (death !== null) {
    await database.asOwner(
      "update system.leases set expires_at = now() - interval '1 second' where run_id = $1",
      [runId],
    );
    const next = openRunner(null);
    await carry(next.runner, request);
    next.runner.close();
  }
  first.runner.keeper.abortAll();
  first.runner.close();
  const calls = sandbox.stats().entries.slice(billed);
  return { runId, calls: calls.length, stepsTaken: first.stepsTaken() };
}

/** Takes the node up as often as it is handed out. */
async function carry(runner: NodeRunner, request: Parameters<typeof runNodeStep>[1]): Promise<void> {
  for (let round = 0; round < 9; round += 1) {
    await runNodeStep(runner, request, "must-dispatch");
    const [run] = await database.asOwner<{ isOver: boolean }>(
      `select finished_at is not null as "isOver" from runs where id = $1`,
      [request.runId],
    );
    if (run?.isOver === true) return;
  }
}

async function check(name: string, runId: RunId, calls: number): Promise<void> {
  const [run] = await database.asOwner<{ status: string }>("select status from runs where id = $1", [runId]);
  expect(run?.status, name).toBe("completed");
  const steps = await database.asOwner<{
    kind: string;
    status: string;
    tool: string | null;
    at: string | null;
  }>("select kind, status, tool, input->>'at' as at from node_steps where run_id = $1 order by seq", [runId]);
  const turns = steps.filter(({ kind }) => kind === "model");
  expect(
    turns.filter(({ status }) => status === "completed"),
    name,
  ).toHaveLength(3);
  // Whatever was bought beyond these was out when its worker died, and is booked as lost.
  const lost = turns.filter(({ status }) => status === "lost").length;
  expect(calls, name).toBeGreaterThanOrEqual(3);
  expect(calls, name).toBeLessThanOrEqual(3 + lost);
  for (const { tool, status, at } of steps.filter(({ kind }) => kind === "tool")) {
    const sent = sink.requests.filter(({ path }) => path === `/${tool}/${name}/${at}`).length;
    if (tool === "act") expect(sent, `${name}: act ${at} is ${status}`).toBeLessThanOrEqual(1);
    if (status === "completed") expect(sent, `${name}: ${tool} ${at}`).toBeGreaterThanOrEqual(1);
    else expect(status, name).toBe("unknown");
  }
}

it("buys no turn twice and acts once, whichever of its steps a worker dies at", async () => {
  const whole = await play("whole", null);
  await check("whole", whole.runId, whole.calls);
  expect(whole.calls).toBe(3);
  expect(whole.stepsTaken).toBeGreaterThan(10);
  for (let step = 1; step <= whole.stepsTaken; step += 1) {
    for (const when of ["before", "behind"] as const) {
      const name = `${when}-${step}`;
      const { runId, calls } = await play(name, { step, when });
      await check(name, runId, calls);
    }
  }
  expect(await findSumFaults(database)).toEqual([]);
  // Both kinds of doubt have been met.
  const [met] = await database.asOwner<{ unknown: number; lost: number }>(
    "select count(*) filter (where status = 'unknown')::int as unknown, count(*) filter (where status = 'lost')::int as lost from node_steps",
  );
  expect(met?.unknown).toBeGreaterThan(0);
  expect(met?.lost).toBeGreaterThan(0);
});

it("starts each run of a tool once, whichever of its steps a worker dies at", async () => {
  const value = { id: "say", type: "transform" as const, name: "Say", config: { value: "input.at" } };
  const looks = await seedPipeline(context, chainOf("Looks", [trigger, value]));
  await publishPipeline(context, { pipelineId: looks, expectedRevision: null, note: null });
  const tool = { description: "Runs it.", input: { type: "object" }, kind: "pipeline", pipeline: looks };
  const task = ['@1 look {"at": "1"}', '@1 act {"at": "2"}', '@2 act {"at": "3"}'].join("\n");
  const tools = [
    { ...tool, name: "look", effect: "read" },
    { ...tool, name: "act", effect: "write" },
  ];
  const talk = {
    id: "talk",
    type: "agent",
    name: "Talk",
    config: { model: "sandbox/echo?pace=0", task, tools },
  };
  const talks = await seedPipeline(context, chainOf("Talks", [trigger, talk as never]));
  const look = async (name: string, runId: RunId, calls: number) => {
    const steps = await database.asOwner<{ kind: string; status: string; text: string | null }>(
      "select kind, status, output->>'text' as text from node_steps where run_id = $1 order by seq",
      [runId],
    );
    const answered = steps
      .filter(({ kind }) => kind === "tool")
      .map(({ status, text }) => `${status} ${text}`);
    expect(answered, name).toEqual(["completed 1", "completed 2", "completed 3"]);
    const lost = steps.filter(({ status }) => status === "lost").length;
    expect(calls, name).toBeLessThanOrEqual(3 + lost);
    const [below] = await database.asOwner<{ runs: number; depth: number }>(
      "select count(*)::int as runs, max(depth)::int as depth from runs where parent_run_id = $1",
      [runId],
    );
    expect(below, name).toEqual({ runs: 3, depth: 1 });
  };
  const whole = await play("whole", null, talks);
  await look("whole", whole.runId, whole.calls);
  expect(whole.stepsTaken).toBeGreaterThan(10);
  for (let step = 1; step <= whole.stepsTaken; step += 1) {
    for (const when of ["before", "behind"] as const) {
      const { runId, calls } = await play(`${when}-${step}`, { step, when }, talks);
      await look(`${when}-${step}`, runId, calls);
    }
  }
  expect(await findSumFaults(database)).toEqual([]);
});
