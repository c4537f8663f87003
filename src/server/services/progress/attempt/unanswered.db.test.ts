import { beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { NodeOutcome, NodeTask } from "#core/run/node-task.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import type { EngineContext } from "../engine-context.ts";
import { appendAttemptText } from "./append-attempt-text.ts";
import { claimNode } from "./claim-node.ts";
import { repeatAttemptText } from "./repeat-attempt-text.ts";
import { settleAttempt } from "./settle-attempt.ts";

const database = await createTestDatabase();
let context: ServiceContext;
let engine: EngineContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
  engine = createTestEngine(context);
});

const trigger = { id: "start", type: "trigger", name: "Start" } as const;
const talk = {
  id: "talk",
  type: "agent",
  name: "Talk",
  config: { instructions: "Say it.", model: "sandbox/echo", task: "{{ input }}" },
} as const;

async function start(): Promise<RunId> {
  const pipelineId = await seedPipeline(context, chainOf("Talk", [trigger, talk]));
  const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  return (await startRun(context, asked)).runId;
}

async function claimTask(
  runId: RunId,
  options: { handoverToken: string | null; openWith: string },
): Promise<NodeTask> {
  const ref = { workspaceId: context.actor.workspaceId, runId, nodeId: "talk" };
  const claim = await claimNode(engine, ref, { follow: "must-dispatch", ...options });
  if (claim.kind !== "claimed") throw new Error(`not claimed but ${claim.kind}`);
  return claim.task;
}

const claimed = (runId: RunId) => claimTask(runId, { handoverToken: null, openWith: engine.newToken() });

const usage = {
  inputTokens: 5,
  outputTokens: 7,
  cacheWriteTokens: 0,
  cacheReadTokens: 0,
  estimated: false,
  raw: null,
};
const completed: NodeOutcome = {
  kind: "completed",
  output: "whole",
  usage,
  providerRequestId: null,
  artifacts: [],
};
const failed: NodeOutcome = {
  kind: "failed",
  error: { code: "PROVIDER_OVERLOADED", message: "Busy", retryable: true },
  retryAfterMs: null,
  usage,
  providerRequestId: null,
  text: "",
};

/** A database that dies during a commit may have stored it without answering: the caller repeats it. */
describe("what was committed and not answered", () => {
  it("a claim: its open attempt is taken over, and no second one is made", async () => {
    const runId = await start();
    const openWith = engine.newToken();
    const unheard = await claimTask(runId, { handoverToken: null, openWith });
    expect(unheard.leaseToken).toBe(openWith);
    const task = await claimTask(runId, { handoverToken: openWith, openWith });
    expect(task.attempt).toBe(1);
    await settleAttempt(engine, task, completed, "must-dispatch");
    const { run, attempts } = await getRun(context, { runId });
    expect(run.status).toBe("completed");
    expect(attempts.map(({ status }) => status)).toEqual(["completed"]);
  });

  it.each([
    ["that completed the node", completed],
    ["after which it is tried again", failed],
  ])("a settlement %s: it counts and costs once", async (_words, outcome) => {
    const runId = await start();
    const task = await claimed(runId);
    await settleAttempt(engine, task, outcome, "must-dispatch");
    const before = await getRun(context, { runId });
    expect((await settleAttempt(engine, task, outcome, "must-dispatch")).kind).toBe("repeated");
    expect(await getRun(context, { runId })).toEqual(before);
    expect(before.run).toMatchObject({ inputTokens: 5, outputTokens: 7 });
  });

  it("a piece of text: it is written once, even if the same words repeat", async () => {
    const runId = await start();
    const task = await claimed(runId);
    await appendAttemptText(engine, task, "na");
    await appendAttemptText(engine, task, "na");
    await repeatAttemptText(engine, task, "na", 2);
    await repeatAttemptText(engine, task, "na", 4);
    const rows = await database.asOwner<{ text: string }>(
      "select payload->>'text' as text from run_events where run_id = $1 and type = 'node.delta' order by seq",
      [runId],
    );
    expect(rows.map(({ text }) => text)).toEqual(["na", "na", "na"]);
  });
});
