import { beforeAll, describe, expect, it } from "vitest";
import type { ErrorCode } from "#core/error-codes.ts";
import type { NodeOutcome } from "#core/run/node-task.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { createProviderKey } from "#server/services/keys/create-provider-key.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import type { EngineContext } from "../engine-context.ts";
import { claimNode } from "./claim-node.ts";
import { settleAttempt } from "./settle-attempt.ts";

const database = await createTestDatabase();
let context: ServiceContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
});

const used = {
  inputTokens: 10,
  outputTokens: 20,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  estimated: false,
  raw: null,
};
const told = { usage: used, providerRequestId: null };
const failed = (code: ErrorCode): NodeOutcome => ({
  kind: "failed",
  error: { code, message: "no", retryable: true },
  retryAfterMs: null,
  text: "",
  ...told,
});

async function start(fallbackModel: string | string[], model = "sandbox/brief") {
  const config = { model, fallbackModel, task: "{{ input }}" };
  const definition = chainOf("Fallback", [
    { id: "start", type: "trigger", name: "Start" },
    { id: "ask", type: "agent", name: "Ask", config, retry: { maxRetries: 0 } },
  ]);
  const pipelineId = await seedPipeline(context, definition);
  const request = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  const { runId } = await startRun(context, request);
  const ref = { workspaceId: context.actor.workspaceId, runId, nodeId: "ask" };
  const claim = async (engine: EngineContext) => {
    const claimed = await claimNode(engine, ref, { follow: "must-dispatch", handoverToken: null });
    if (claimed.kind !== "claimed") throw new Error(`expected a task, got ${JSON.stringify(claimed)}`);
    return claimed.task;
  };
  return { runId, claim };
}

describe("a node with fallback models", () => {
  it("continues with the next model on any worker, and books the one that answered", async () => {
    const { runId, claim } = await start(["sandbox/small", "sandbox/echo"]);
    const first = await claim(createTestEngine(context));
    await settleAttempt(createTestEngine(context), first, failed("PROVIDER_STREAM_CUT"), "must-dispatch");
    const second = await claim(createTestEngine(context));
    expect(second.model).toEqual({ provider: "sandbox", model: "small" });
    // Its worker is killed: the next one calls the same model again.
    await database.asOwner("update system.leases set expires_at = now() - interval '1 s' where run_id = $1", [
      runId,
    ]);
    const again = createTestEngine(context);
    const third = await claim(again);
    expect(third.model).toEqual({ provider: "sandbox", model: "small" });
    await settleAttempt(again, third, failed("PROVIDER_OVERLOADED"), "must-dispatch");
    const last = await claim(again);
    await settleAttempt(
      again,
      last,
      { kind: "completed", output: "well", artifacts: [], ...told },
      "must-dispatch",
    );
    const { run, attempts } = await getRun(context, { runId });
    expect(run).toMatchObject({ status: "completed", output: "well" });
    expect(attempts.map(({ model, status }) => [model, status])).toEqual([
      ["brief", "failed"],
      ["small", "lost"],
      ["small", "failed"],
      ["echo", "completed"],
    ]);
    const entries = await database.asOwner(
      "select distinct model, price_output_micros is not null as priced from ledger_entries where run_id = $1 and kind = 'settle' order by model",
      [runId],
    );
    expect(entries.map(({ model, priced }) => [model, priced])).toEqual([
      ["brief", true],
      ["echo", true],
      ["small", true],
    ]);
    const lines = await database.asOwner(
      "select payload->>'model' as model from run_events where run_id = $1 and type = 'node.started' and node_id = 'ask' order by seq",
      [runId],
    );
    expect(lines.map(({ model }) => model)).toEqual([
      "sandbox/brief",
      "sandbox/small",
      "sandbox/small",
      "sandbox/echo",
    ]);
  });

  it("is not started without a key for each of its models", async () => {
    await expect(start("anthropic/claude-haiku-5-5")).rejects.toMatchObject({
      code: "KEY_MISSING",
      problems: [expect.objectContaining({ nodeId: "ask", message: expect.stringContaining("anthropic") })],
    });
  });

  it("is not started when all its models are retired, unless its key has its own address; one live model is enough", async () => {
    const [gone, alsoGone] = ["anthropic/claude-3-5-haiku", "anthropic/claude-opus-4-0"];
    await expect(start([alsoGone], gone)).rejects.toMatchObject({
      code: "MODEL_NOT_FOUND",
      message: expect.stringContaining(
        `Node "ask" cannot run: ${gone} was retired by its provider on 2026-02-19`,
      ),
      problems: [expect.objectContaining({ nodeId: "ask" })],
    });
    await expect(start("anthropic/claude-haiku-5-5", gone)).rejects.toMatchObject({ code: "KEY_MISSING" });
    await createProviderKey(context, {
      ...{ provider: "anthropic", label: "", owner: "workspace", idempotencyKey: null },
      ...{ secret: "sk-ant-of-a-gateway", baseUrl: "https://gateway.example/" },
    });
    await expect(start([alsoGone], gone)).resolves.toMatchObject({ runId: expect.any(String) });
  });
});
