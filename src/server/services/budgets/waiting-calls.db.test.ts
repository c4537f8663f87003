import { describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { reconcile } from "#server/services/progress/healing/reconcile.ts";
import { recoverLeases } from "#server/services/progress/healing/recover-leases.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { listWaits } from "#server/services/waits/list-waits.ts";
import { listBudgets } from "./list-budgets.ts";
import { lookAtBudgets } from "./look-at-budgets.ts";
import { removeBudget } from "./remove-budget.ts";
import { answerOf, claimed, costlyAgent, setBudgetStage } from "./testing/budget-stage.ts";
import { updateBudget } from "./update-budget.ts";

const stage = await setBudgetStage();
const { budget, start, claim, settle, windowOf, statusOf, expectSums, callMicros, context } = stage;
const { database } = stage;

const wait = { onLimit: "wait" } as const;
const noWarning = { warnPercent: null, onLimit: "wait" } as const;

/** A new workspace, so that nothing left by another test is checked. */
async function newWorkspace() {
  await stage.newWorkspace();
  await database.asOwner("delete from system.budget_looks");
}

/** Repeats until there is nothing left to check, with each worker in turn. */
async function look() {
  let released = 0;
  for (let round = 0; round < 3; round += 1) released += await lookAtBudgets(stage.tools());
  return released;
}

async function waitsOf(runId: RunId | null, which: "open" | "all" = "open") {
  return (await listWaits(context(), { runId, mine: false, which, kinds: null, cursor: null, limit: 200 }))
    .waits;
}

/** What the engine was given for this run since the last time. */
async function handedOut(runId: RunId): Promise<number> {
  const jobs = await database.asOwner(
    "delete from system.outbox where payload -> 'data' ->> 'runId' = $1 returning 1",
    [runId],
  );
  return jobs.length;
}

/** Parked runs, in order of arrival. */
async function park(count: number) {
  const runs = [];
  for (let index = 0; index < count; index += 1) {
    const run = await start();
    await handedOut(run.runId);
    expect((await run.claim(index)).kind).toBe("settled");
    runs.push(run);
  }
  return runs;
}

describe("a call that does not fit a budget at whose limit calls wait", () => {
  it("waits, reserves nothing, and says what is missing and until when", async () => {
    await newWorkspace();
    await budget({ limitMicros: callMicros + 100, ...wait });
    const out = await claimed((await start()).claim);
    const [run] = await park(1);
    const { runId } = run ?? expect.fail("nothing was parked");
    expect(await statusOf(runId)).toBe("waiting");
    const [parked] = await waitsOf(runId);
    expect(parked).toMatchObject({
      kind: "budget",
      nodeId: "ask",
      title: "Room in the budget of the workspace per month",
      model: "sandbox/echo",
      needsMicros: callMicros,
      canDecide: false,
      budget: {
        scope: "workspace",
        per: "month",
        missingMicros: callMicros - 100,
        settledMicros: 0,
        roomBy: "calls",
      },
    });
    const asked = { runId, mine: false, which: "all", cursor: null, limit: 10 } as const;
    expect((await listWaits(context(), { ...asked, kinds: ["approval", "event"] })).waits).toEqual([]);
    expect((await listWaits(context(), { ...asked, kinds: ["budget"] })).waits).toHaveLength(1);
    const held = await database.asOwner(
      `select (select count(*)::int from system.leases where run_id = $1) as leases,
              (select count(*)::int from attempts where run_id = $1) as attempts,
              (select count(*)::int from ledger_entries where run_id = $1) as entries,
              (select count(*)::int from budget_entries where run_id = $1) as held,
              (select count(*)::int from system.outbox where payload -> 'data' ->> 'runId' = $1::text) as jobs,
              (select waiting_since is not null from runs where id = $1) as rests,
              (select deadline_at is null and check_at = 'infinity' from system.open_runs where run_id = $1) as undisturbed`,
      [runId],
    );
    expect(held).toEqual([
      { leases: 0, attempts: 0, entries: 0, held: 0, jobs: 0, rests: true, undisturbed: true },
    ]);
    expect((await listBudgets(context()))[0]).toMatchObject({
      waitingCalls: 1,
      raiseCalls: 0,
      onLimit: "wait",
    });
    // Reporting it again changes nothing.
    expect((await claim(runId)).kind).toBe("gone");
    await settle(out, answerOf(10));
  });

  it("continues when calls in flight have cost less than their maximum", async () => {
    await newWorkspace();
    await budget({ limitMicros: callMicros + 600, ...wait });
    const out = await claimed((await start()).claim);
    const [run] = await park(1);
    const { runId } = run ?? expect.fail("nothing was parked");
    expect(await look()).toBe(0);
    await settle(out, answerOf(100));
    expect(await look()).toBe(1);
    expect(await handedOut(runId)).toBe(1);
    const task = await claimed(() => claim(runId));
    expect(await windowOf()).toEqual({ reserved: callMicros, settled: 510 });
    await settle(task, answerOf(10));
    const { run: ended, nodeRuns } = await getRun(context(), { runId });
    expect(ended).toMatchObject({ status: "completed", error: null });
    expect(nodeRuns.find(({ nodeId }) => nodeId === "ask")?.attemptCount).toBe(1);
    expect(await waitsOf(runId, "all")).toMatchObject([{ ending: "room", budget: null }]);
    await expectSums();
  });

  it("continues when its day begins again, and not before", async () => {
    await newWorkspace();
    const { budgetId } = await budget({ limitMicros: callMicros, per: "day", ...wait });
    await settle(await claimed((await start()).claim), answerOf(100));
    const [run] = await park(1);
    const { runId } = run ?? expect.fail("nothing was parked");
    expect(await look()).toBe(0);
    const [next] = await database.asOwner<{ isMidnight: boolean }>(
      `select look_at = date_trunc('day', now() at time zone 'UTC' + interval '1 day') at time zone 'UTC' as "isMidnight"
         from system.budget_looks where workspace_id = $1`,
      [context().actor.workspaceId],
    );
    expect(next).toEqual({ isMidnight: true });
    // The spending was yesterday, and it is midnight now.
    await database.asOwner(
      `with entries as (delete from budget_entries where budget_id = $1),
            windows as (delete from budget_windows where budget_id = $1)
       update system.budget_looks set look_at = now() - interval '1 second' where workspace_id = $2`,
      [budgetId, context().actor.workspaceId],
    );
    expect(await look()).toBe(1);
    expect((await claim(runId)).kind).toBe("claimed");
  });

  it("continues when a limit is raised: of forty exactly those that fit, oldest first, each once", async () => {
    await newWorkspace();
    const { budgetId } = await budget({ limitMicros: 0, ...wait });
    const runs = await park(40);
    expect(await look()).toBe(0);
    // `onLimit` is absent and so unchanged: calls that do not fit keep waiting, and do not fail.
    await updateBudget(context(), { budgetId, limitMicros: callMicros * 7 + 100 });
    // Several processes check at the same time; meanwhile one more call arrives.
    const looks = await Promise.all([0, 1, 2].map(() => lookAtBudgets(stage.tools())));
    expect(looks.toSorted()).toEqual([0, 0, 7]);
    expect((await (await start()).claim()).kind).toBe("settled");
    const given = [];
    for (const { runId } of runs) given.push(await handedOut(runId));
    expect(given).toEqual(runs.map((_, index) => (index < 7 ? 1 : 0)));
    // Everybody claims them all: only those that were released begin.
    const claims = await Promise.all(runs.map((run, index) => run.claim(index)));
    expect(claims.map(({ kind }) => kind)).toEqual(runs.map((_, index) => (index < 7 ? "claimed" : "gone")));
    expect(await windowOf()).toEqual({ reserved: callMicros * 7, settled: 0 });
    expect(await look()).toBe(0);
    const tasks = claims.flatMap((one) => (one.kind === "claimed" ? [one.task] : []));
    await Promise.all(tasks.map((task, index) => settle(task, answerOf(100), index)));
    // 7 calls have cost 510 each.
    const left = callMicros * 7 + 100 - 7 * 510;
    expect(await look()).toBe(Math.floor(left / callMicros));
    await expectSums();
    await removeBudget(context(), { budgetId });
    expect(await look()).toBe(41 - 7 - Math.floor(left / callMicros));
  });

  it("is not lost when a process dies between the raise and the call", async () => {
    await newWorkspace();
    const { budgetId } = await budget({ limitMicros: 0, ...wait });
    const [run] = await park(1);
    const { runId } = run ?? expect.fail("nothing was parked");
    await look();
    await updateBudget(context(), { budgetId, limitMicros: callMicros, ...noWarning });
    // The process that raised it is gone: the row says that a check is due. So does it after a check whose process
    // died.
    await database.asOwner("update system.budget_looks set look_at = now() - interval '1 minute'");
    expect(await look()).toBe(1);
    // Its job is lost: the watch of stranded runs finds it.
    await handedOut(runId);
    await database.asOwner(
      "update system.open_runs set check_at = now() - interval '1 second' where run_id = $1",
      [runId],
    );
    await reconcile(stage.worker(1));
    expect(await handedOut(runId)).toBe(1);
    // Its worker dies during the call: the next one reserves the money again.
    await claimed(() => claim(runId));
    await recoverLeases(stage.worker(2));
    expect(await windowOf()).toEqual({ reserved: callMicros, settled: 0 });
    await claim(runId, "ask", 1);
    await expectSums();
  });

  it("keeps waiting in its place when its room is gone before it begins", async () => {
    await newWorkspace();
    const { budgetId } = await budget({ limitMicros: 0, ...wait });
    const [run] = await park(1);
    const { runId } = run ?? expect.fail("nothing was parked");
    const [before] = await waitsOf(runId);
    await updateBudget(context(), { budgetId, limitMicros: callMicros, ...noWarning });
    expect(await look()).toBe(1);
    await updateBudget(context(), { budgetId, limitMicros: callMicros - 1, ...noWarning });
    expect((await claim(runId)).kind).toBe("settled");
    expect(await look()).toBe(0);
    expect((await waitsOf(runId)).map(({ waitId }) => waitId)).toEqual([before?.waitId]);
    expect((await claim(runId)).kind).toBe("gone");
    const lines = await database.asOwner(
      "select 1 from run_events where run_id = $1 and type = 'node.waiting'",
      [runId],
    );
    expect(lines).toHaveLength(1);
    // From now on calls fail at the limit: so does this one.
    await updateBudget(context(), {
      budgetId,
      limitMicros: callMicros - 1,
      warnPercent: null,
      onLimit: "fail",
    });
    expect(await look()).toBe(1);
    expect((await claim(runId)).kind).toBe("settled");
    expect((await getRun(context(), { runId })).run.error).toMatchObject({ code: "BUDGET_EXCEEDED" });
  });

  it("ends with its run, when that is stopped or timed out", async () => {
    await newWorkspace();
    const { budgetId } = await budget({ limitMicros: 0, ...wait });
    const [stopped] = await park(1);
    await updateBudget(context(), { budgetId, limitMicros: callMicros, ...noWarning });
    expect(await look()).toBe(1);
    const runId = stopped?.runId ?? expect.fail("nothing was parked");
    expect(await cancelRun(context(), { runId, reason: "no longer wanted" })).toEqual({
      status: "cancelled",
    });
    expect(await waitsOf(runId, "all")).toMatchObject([{ ending: "cancelled" }]);
    expect((await claim(runId)).kind).toBe("gone");
    // Nothing is reserved for it.
    expect((await (await start()).claim()).kind).toBe("claimed");
    const beside = {
      name: "Beside",
      nodes: [{ id: "start", type: "trigger", name: "Start" }, costlyAgent("ask"), noop] as const,
      edges: [
        { id: "a", from: "start", to: "ask" },
        { id: "b", from: "start", to: "work" },
      ],
    };
    const late = await start({ definition: beside as unknown as NonNullable<Definition> });
    expect((await late.claim()).kind).toBe("settled");
    await database.asOwner(
      `with late as (update runs set deadline_at = now() - interval '1 second' where id = $1 returning id)
       update system.open_runs set deadline_at = now() - interval '1 second' where run_id = $1`,
      [late.runId],
    );
    await reconcile(stage.worker(1));
    expect(await statusOf(late.runId)).toBe("timeout");
    expect(await waitsOf(late.runId, "all")).toMatchObject([{ ending: "cancelled" }]);
  });
});

type Definition = NonNullable<Parameters<typeof start>[0]>["definition"];
const noop = { id: "work", type: "action", name: "Work", config: { action: "noop" } } as const;
