import { beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import type { NodeOutcome } from "#core/run/node-task.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import type { EngineContext } from "../engine-context.ts";
import { claimNode } from "./claim-node.ts";
import { settleAttempt } from "./settle-attempt.ts";

const database = await createTestDatabase();
let context: ServiceContext;
let engine: EngineContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
  engine = createTestEngine(context);
});

async function start(limits: JsonObject) {
  const definition = chainOf("Limited", [
    { id: "start", type: "trigger", name: "Start" },
    {
      id: "ask",
      type: "agent",
      name: "Ask",
      config: { model: "sandbox/echo", task: "{{ input }}", maxTokens: 1_000 },
      retry: { maxRetries: 3, backoffBaseMs: 0 },
      limits,
    },
  ]);
  const pipelineId = await seedPipeline(context, definition);
  const request = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, request);
  const ref = { workspaceId: context.actor.workspaceId, runId, nodeId: "ask" };
  return { runId, claim: () => claimNode(engine, ref, { follow: "must-dispatch", handoverToken: null }) };
}

/** An answer that was cut after 800 tokens: 4,000 micros of play money and a little for the input. */
const cut: NodeOutcome = {
  kind: "failed",
  error: { code: "PROVIDER_STREAM_CUT", message: "cut", retryable: true },
  retryAfterMs: null,
  usage: {
    inputTokens: 10,
    outputTokens: 800,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    estimated: true,
    raw: null,
  },
  providerRequestId: null,
  text: "",
};

describe("a node's limit on what it may cost", () => {
  it.each([0, 1, 5_000])(
    "of %i refuses a call that could exceed it, before it is made",
    async (costMicros) => {
      const { runId, claim } = await start({ costMicros });
      expect(await claim()).toEqual({ kind: "settled", next: null });
      const { run, attempts } = await getRun(context, { runId });
      expect(run).toMatchObject({ status: "failed", costMicros: 0 });
      expect(run.error).toMatchObject({ code: "BUDGET_EXCEEDED", nodeId: "ask", retryable: false });
      expect(run.error?.message).toContain(`limits.costMicros ${costMicros}`);
      expect(attempts).toEqual([]);
    },
  );

  it("covers all attempts of the node together", async () => {
    const { runId, claim } = await start({ costMicros: 12_000 });
    let tries = 0;
    for (let next = await claim(); next.kind === "claimed"; next = await claim()) {
      tries += 1;
      await settleAttempt(engine, next.task, cut, "must-dispatch");
    }
    const { run } = await getRun(context, { runId });
    expect(tries).toBe(2);
    expect(run.error).toMatchObject({
      code: "BUDGET_EXCEEDED",
      message: expect.stringContaining("after $0.00802 for its earlier tries"),
    });
    expect(run.costMicros).toBeLessThanOrEqual(12_000);
  });
});
