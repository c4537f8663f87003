import pg from "pg";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { createTestDatabase } from "#server/db/testing/create-test-database.ts";
import { appendAttemptText } from "#server/services/progress/attempt/append-attempt-text.ts";
import { claimNode } from "#server/services/progress/attempt/claim-node.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { createTestEngine } from "#server/services/testing/service-context.ts";
import { runNodeStep } from "./runner/run-node-step.ts";
import { createTestRunner } from "./testing/create-test-runner.ts";
import { findBillFaults } from "./testing/find-bill-faults.ts";
import { findFaults } from "./testing/find-faults.ts";
import { freeze } from "./testing/freeze.ts";
import { agent, noop, trigger } from "./testing/pipelines.ts";
import { readRunFacts } from "./testing/read-run-facts.ts";
import { setStage } from "./testing/set-stage.ts";
import { until } from "./testing/until.ts";
import type { WorkerProcess } from "./testing/worker-process.ts";

const database = await createTestDatabase();
const stage = await setStage(database);
afterEach(() => stage.endWorkers());
afterAll(() => stage.close());

/** What another process is that shares the work. */
const other = createTestRunner(stage.context, { sandboxUrl: stage.sandbox.url });

/** Takes its leases away from a worker that has been stopped while it streams, and holds no lock at that moment. */
async function stopInTheMiddle(runId: RunId): Promise<WorkerProcess> {
  const worker = stage.spawnWorker();
  await until(
    () => database.asOwner("select from run_events where run_id = $1 and type = 'node.delta'", [runId]),
    (lines) => lines.length >= 2,
  );
  await freeze(worker, database);
  await database.asOwner(
    "update system.leases set expires_at = now() - interval '1 second' where run_id = $1",
    [runId],
  );
  return worker;
}

/** The end of the run, once the late worker has booked what its call cost. */
async function soundEnd(runId: RunId) {
  await stage.ended([runId]);
  await until(
    () => database.asOwner("select from ledger_entries where run_id = $1 and kind = 'late'", [runId]),
    (late) => late.length > 0,
  );
  // Only now: the facts are several readings, and must not lie on both sides of that commit.
  const facts = await readRunFacts(database, runId);
  const bill = stage.sandbox.stats().entries;
  expect([...findFaults(facts), ...(await findBillFaults(facts, bill))]).toEqual([]);
  expect(facts.status).toBe("completed");
  const attempts = facts.attempts.filter(({ nodeId }) => nodeId === "talk");
  expect(attempts.map(({ status }) => status)).toEqual(["lost", "completed"]);
  return { calls: bill.slice(-2), lost: attempts[0] };
}

const nodeRun = (runId: RunId, nodeId: string) => ({
  workspaceId: stage.context.actor.workspaceId,
  runId,
  nodeId,
});

describe("a worker that was taken for dead and comes back", () => {
  it("while its call still streams: the call is closed, and nothing of it counts but its cost", async () => {
    const runId = await stage.start(
      chainOf("Zombie", [
        trigger,
        // For four seconds, so that it is stopped in the middle of what it says on a slow machine too: an estimate from
        // all of it would need no correction.
        agent("talk", "pace=20&tokens=250&fault=stall&after=200&times=1"),
        noop("end"),
      ]),
    );
    const zombie = await stopInTheMiddle(runId);
    const takenOver = runNodeStep(other, { ...nodeRun(runId, "talk"), handoverToken: null }, "must-dispatch");
    await until(
      () => readRunFacts(database, runId),
      ({ attempts }) => attempts.some(({ number, nodeId }) => nodeId === "talk" && number === 2),
    );
    zombie.signal("SIGCONT");
    await takenOver;
    const { calls, lost } = await soundEnd(runId);
    expect(calls[0]?.outcome).toBe("closed-by-client");
    expect(lost).toMatchObject({ isEstimated: true, inputTokens: calls[0]?.inputTokens });
  });

  it("when its call has ended meanwhile: what it cost is booked to the token", async () => {
    const runId = await stage.start(
      chainOf("Zombie", [
        trigger,
        // For eight seconds, so that it is stopped before it has ended, on a slow machine too.
        agent("talk", "pace=20&tokens=400"),
        noop("end"),
      ]),
    );
    const zombie = await stopInTheMiddle(runId);
    await runNodeStep(other, { ...nodeRun(runId, "talk"), handoverToken: null }, "must-dispatch");
    await until(
      () => stage.sandbox.stats(),
      ({ open }) => open === 0,
    );
    zombie.signal("SIGCONT");
    const { calls, lost } = await soundEnd(runId);
    expect(calls[0]?.outcome).toBe("completed");
    const { inputTokens, outputTokens } = calls[0] ?? {};
    expect(lost).toMatchObject({ isEstimated: false, inputTokens, outputTokens });
  });

  it("before its call has left: it does not make it", async () => {
    const callsBefore = stage.sandbox.stats().entries.length;
    const runId = await stage.start(chainOf("Stood still", [trigger, agent("talk", "pace=0"), noop("end")]));
    // As it is when the lease was taken over between the claim and the mark.
    await database.asOwner(`
      create function public.hide_lease() returns trigger language plpgsql as $$ begin return null; end $$;
      create trigger hide_lease before update on system.leases for each row
        when (new.is_sent and not old.is_sent) execute function public.hide_lease()`);
    const late = runNodeStep(other, { ...nodeRun(runId, "talk"), handoverToken: null }, "must-dispatch");
    expect(await late).toEqual({ kind: "again", afterMs: 0 });
    expect(stage.sandbox.stats().entries).toHaveLength(callsBefore);
    await database.asOwner("drop function public.hide_lease cascade");
    await runNodeStep(other, { ...nodeRun(runId, "talk"), handoverToken: null }, "must-dispatch");
    expect(stage.sandbox.stats().entries).toHaveLength(callsBefore + 1);
    const { attempts } = await readRunFacts(database, runId);
    expect(
      attempts
        .filter(({ nodeId }) => nodeId === "talk")
        .map(({ status, isEstimated, inputTokens }) => ({ status, isEstimated, isFree: inputTokens === 0 })),
    ).toEqual([
      { status: "lost", isEstimated: false, isFree: true },
      { status: "completed", isEstimated: false, isFree: false },
    ]);
  });

  it("adds no word to the log, even one that waited while the attempt was taken over", async () => {
    const runId = await stage.start(chainOf("Late word", [trigger, agent("talk", "pace=0")]));
    const engine = createTestEngine(stage.context);
    const claim = await claimNode(engine, nodeRun(runId, "talk"), {
      follow: "must-dispatch",
      handoverToken: null,
    });
    if (claim.kind !== "claimed") throw new Error(`not claimed: ${claim.kind}`);
    await appendAttemptText(engine, claim.task, "in time");

    const lock = new pg.Client({ connectionString: database.ownerUrl });
    await lock.connect();
    await lock.query("begin");
    await lock.query("select from runs where id = $1 for no key update", [runId]);
    await database.asOwner(
      "update system.leases set expires_at = now() - interval '1 second' where run_id = $1",
      [runId],
    );
    const waiting = (count: number) =>
      until(
        () =>
          database.asOwner(
            "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
          ),
        (rows) => rows.length === count,
      );
    const takeover = claimNode(createTestEngine(stage.context), nodeRun(runId, "talk"), {
      follow: "must-dispatch",
      handoverToken: null,
    });
    await waiting(1);
    const lateWord = appendAttemptText(engine, claim.task, "too late");
    await waiting(2);
    await lock.query("commit");
    await lock.end();
    expect((await takeover).kind).toBe("claimed");
    await lateWord;
    const { events } = await readRunFacts(database, runId);
    expect(events.flatMap(({ text }) => text ?? [])).toEqual(["in time"]);
  });
});
