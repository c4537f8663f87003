import { beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import type { NodeOutcome } from "#core/run/node-task.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { listPipelines } from "#server/services/pipelines/list-pipelines.ts";
import { claimNode } from "#server/services/progress/attempt/claim-node.ts";
import { settleAttempt } from "#server/services/progress/attempt/settle-attempt.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { startRun } from "../start/start-run.ts";
import { getRun } from "./get-run.ts";
import { listRuns } from "./list-runs.ts";

const database = await createTestDatabase();
let context: ServiceContext;
let engine: EngineContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
  engine = createTestEngine(context);
});

const anyRun = {
  pipelineId: null,
  statuses: null,
  startedBy: null,
  triggerKinds: null,
  withinSeconds: null,
  text: null,
};

const definition = chainOf("Paid", [
  { id: "start", type: "trigger", name: "Start" },
  {
    id: "ask",
    type: "agent",
    name: "Ask",
    config: { model: "sandbox/echo", task: "{{ input }}", maxTokens: 1_000 },
    retry: { maxRetries: 1, backoffBaseMs: 0 },
  },
]);

const usage = {
  inputTokens: 10,
  outputTokens: 800,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  estimated: false,
  raw: null,
};
const cut: NodeOutcome = {
  kind: "failed",
  error: { code: "PROVIDER_STREAM_CUT", message: "cut", retryable: true },
  retryAfterMs: null,
  usage,
  providerRequestId: null,
  text: "",
};
const done: NodeOutcome = {
  kind: "completed",
  output: "tides",
  usage,
  artifacts: [],
  providerRequestId: null,
};

/** The current cost of a run, as each place shows it: its page, the list of runs, the list of pipelines. */
async function costsOf(runId: RunId) {
  const { run } = await getRun(context, { runId });
  const { runs } = await listRuns(context, { ...anyRun, order: "newest", cursor: null, limit: 50 });
  const page = { withArchived: false, lastRuns: 1, text: null, cursor: null, limit: null } as const;
  const { pipelines } = await listPipelines(context, { ...page, order: "changed" });
  const places = [
    run,
    runs.find(({ id }) => id === runId),
    pipelines.flatMap(({ lastRuns }) => lastRuns).find(({ id }) => id === runId),
  ];
  return places.map((place) => [place?.costMicros, place?.heldMicros, place?.isSandbox]);
}

const everywhere = <Told>(told: Told) => [told, told, told];

describe("the costs of a run in progress", () => {
  it("are what is settled and the maximum that its calls in flight may add, the same in every place", async () => {
    const pipelineId = await seedPipeline(context, definition);
    const request = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
    const { runId } = await startRun(context, request);
    const ref = { workspaceId: context.actor.workspaceId, runId, nodeId: "ask" };
    const claim = async () => {
      const claimed = await claimNode(engine, ref, { follow: "must-dispatch", handoverToken: null });
      if (claimed.kind !== "claimed") throw new Error(`the node is ${claimed.kind}`);
      return claimed.task;
    };
    expect(await costsOf(runId)).toEqual(everywhere([0, 0, false]));

    const first = await claim();
    // A thousand output tokens at 5 micros; 512 tokens of overhead and five of the task at the price of a cache write.
    expect(await costsOf(runId)).toEqual(everywhere([0, 5_646, true]));

    await settleAttempt(engine, first, cut, "must-dispatch");
    expect(await costsOf(runId)).toEqual(everywhere([4_010, 0, true]));

    const second = await claim();
    expect(await costsOf(runId)).toEqual(everywhere([4_010, 5_646, true]));

    await settleAttempt(engine, second, done, "must-dispatch");
    expect(await costsOf(runId)).toEqual(everywhere([8_020, 0, true]));
  });
});
