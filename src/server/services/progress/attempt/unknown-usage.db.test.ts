import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { likelyInputTokens } from "#core/run/agent/bound-call.ts";
import type { CallUsage, NodeOutcome, NodeTask } from "#core/run/node-task.ts";
import { SentMarks } from "#server/db/run/progress/lease/sent-marks.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext, createTestEngine } from "#server/services/testing/service-context.ts";
import { claimNode } from "./claim-node.ts";
import { settleAttempt } from "./settle-attempt.ts";

const database = await createTestDatabase();
let context: ServiceContext;

beforeAll(async () => {
  context = await createTestContext(database.db);
});

const talk = {
  id: "talk",
  type: "agent",
  name: "Talk",
  config: { instructions: "Say it.", model: "sandbox/echo", task: "{{ input }}" },
} as const;
const definition = chainOf("Talk", [{ id: "start", type: "trigger", name: "Start" }, talk]);

async function start(): Promise<RunId> {
  const pipelineId = await seedPipeline(context, definition);
  const asked = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
  return (await startRun(context, asked)).runId;
}

const refOf = (runId: RunId) => ({
  workspaceId: context.actor.workspaceId,
  runId,
  nodeId: "talk",
});

async function claim(runId: RunId, leaseMs = 15_000): Promise<NodeTask> {
  const engine = createTestEngine(context, { leaseMs });
  const options = { follow: "must-dispatch", handoverToken: null } as const;
  const claimed = await claimNode(engine, refOf(runId), options);
  if (claimed.kind !== "claimed") throw new Error(`expected a task, got ${JSON.stringify(claimed)}`);
  return claimed.task;
}

/** A lease of a millisecond may still be valid when the next claim comes. */
function leaseRunsOut(runId: RunId): Promise<void> {
  const held = "select from system.leases where run_id = $1 and expires_at > clock_timestamp()";
  return expect.poll(() => database.asOwner(held, [runId])).toHaveLength(0);
}

async function bookOf(runId: RunId) {
  const [attempt] = await database.asOwner(
    `select status, usage_estimated as "isEstimated", input_tokens::int as input, output_tokens::int as output
       from attempts where run_id = $1 and number = 1`,
    [runId],
  );
  const ledger = await database.asOwner<{
    kind: string;
    input: number;
    output: number;
    isEstimated: boolean;
  }>(
    `select kind, input_tokens::int as input, output_tokens::int as output, is_estimated as "isEstimated"
       from ledger_entries where run_id = $1 and attempt = 1 order by created_at, kind`,
    [runId],
  );
  return { attempt, ledger };
}

const stopped = (usage: CallUsage, text = ""): NodeOutcome => ({
  kind: "cancelled",
  usage,
  providerRequestId: null,
  text,
});

describe("an attempt that loses its worker", () => {
  it("before its call was sent is booked with nothing", async () => {
    const runId = await start();
    await claim(runId, 1);
    await claim(runId);
    const { attempt, ledger } = await bookOf(runId);
    expect(attempt).toEqual({ status: "lost", isEstimated: false, input: 0, output: 0 });
    expect(ledger.map(({ kind }) => kind)).toEqual(["reserve", "release"]);
  });

  it("after its call was sent is booked as an estimate, although nothing had arrived", async () => {
    const runId = await start();
    const { leaseToken } = await claim(runId, 1);
    const marks = new SentMarks(database.db);
    // Its connection is open, and is cut before it is used again.
    expect(await marks.mark(randomUUID())).toBe("lost");
    await database.asOwner(
      `select pg_terminate_backend(pid) from pg_stat_activity where query like 'UPDATE system.leases SET is_sent%' and pid <> pg_backend_pid()`,
    );
    expect(await marks.mark(leaseToken)).toBe("held");
    expect(
      await database.asOwner("select from system.leases where run_id = $1 and is_sent", [runId]),
    ).toHaveLength(1);
    await database.asOwner("update system.leases set abort_requested = true where run_id = $1", [runId]);
    expect(await marks.mark(leaseToken)).toBe("stopping");
    marks.close();
    await claim(runId);
    const { attempt, ledger } = await bookOf(runId);
    const [reserve, settle] = ledger;
    expect(reserve?.input).toBeGreaterThan(0);
    const input = likelyInputTokens(reserve?.input ?? 0);
    expect(settle).toEqual({ kind: "settle", input, output: 0, isEstimated: true });
    expect(attempt).toEqual({ status: "lost", isEstimated: true, input, output: 0 });
  });

  it("and turns out to have called after all: the ledger gets its actual usage", async () => {
    const runId = await start();
    const late = await claim(runId, 1);
    await leaseRunsOut(runId);
    await claim(runId);
    const usage = { inputTokens: 7, outputTokens: 3, cacheWriteTokens: 0, cacheReadTokens: 0 };
    const outcome: NodeOutcome = {
      kind: "completed",
      output: "tides",
      usage: { ...usage, estimated: false, raw: null },
      providerRequestId: null,
      artifacts: [],
    };
    const engine = createTestEngine(context);
    expect(await settleAttempt(engine, late, outcome, "must-dispatch")).toEqual({ kind: "fenced" });
    const { attempt, ledger } = await bookOf(runId);
    expect(ledger.at(-1)).toEqual({ kind: "late", input: 7, output: 3, isEstimated: false });
    expect(attempt).toMatchObject({ input: 7, output: 3 });
  });
});

describe("an attempt that is stopped", () => {
  it.each([
    ["a call that the vendor may bill is booked as an estimate", "unknown", "settle", true],
    ["a call that never left is free", null, "release", false],
  ] as const)("%s", async (_name, usage, kind, isEstimated) => {
    const runId = await start();
    const task = await claim(runId);
    const engine = createTestEngine(context);
    await settleAttempt(engine, task, stopped(usage), "must-dispatch");
    const { ledger } = await bookOf(runId);
    const input = isEstimated ? likelyInputTokens(ledger[0]?.input ?? 0) : 0;
    expect(ledger[1]).toEqual({ kind, input, output: 0, isEstimated });
  });

  it("is never estimated above what was reserved for it", async () => {
    const runId = await start();
    const task = await claim(runId);
    const said = stopped("unknown", "tides ".repeat(100_000));
    await settleAttempt(createTestEngine(context), task, said, "must-dispatch");
    const { ledger } = await bookOf(runId);
    expect(ledger[0]?.output).toBeGreaterThan(0);
    expect(ledger[1]).toMatchObject({ kind: "settle", output: ledger[0]?.output, isEstimated: true });
  });
});
