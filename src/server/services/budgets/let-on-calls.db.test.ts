import { expect, it } from "vitest";
import { lookAtBudgets } from "./look-at-budgets.ts";
import { setBudgetStage } from "./testing/budget-stage.ts";
import { updateBudget } from "./update-budget.ts";

const { database, newWorkspace, budget, start, statusOf, tools, callMicros, context } =
  await setBudgetStage();

/** A call that waited and was let on, and has not begun. */
async function letOneOn() {
  await newWorkspace();
  const { budgetId } = await budget({ limitMicros: 0, onLimit: "wait" });
  const first = await start();
  expect((await first.claim()).kind).toBe("settled");
  await updateBudget(context(), { budgetId, limitMicros: callMicros, warnPercent: null, onLimit: "wait" });
  expect(await lookAtBudgets(tools())).toBe(1);
  return first;
}

function jobsOf(runId: string) {
  return database.asOwner(
    "delete from system.outbox where payload -> 'data' ->> 'runId' = $1 returning payload ->> 'id' as id",
    [runId],
  );
}

it("keeps the place of a call that was let on: one that comes later does not take it", async () => {
  const first = await letOneOn();
  const late = await start();
  expect((await late.claim()).kind).toBe("settled");
  expect(await statusOf(late.runId)).toBe("waiting");
  expect((await first.claim()).kind).toBe("claimed");
});

it("hands a call out again that was let on and does not begin, for others wait for what is kept for it", async () => {
  const { runId, claim } = await letOneOn();
  await jobsOf(runId);
  await database.asOwner("update system.budget_looks set look_at = now()");
  expect(await lookAtBudgets(tools())).toBe(0);
  expect(await jobsOf(runId)).toEqual([]);
  await database.asOwner("update waits set let_on_at = let_on_at - interval '10 seconds' where run_id = $1", [
    runId,
  ]);
  const [due] = await database.asOwner<{ isSoon: boolean }>(
    `select look_at < now() + interval '11 seconds' as "isSoon" from system.budget_looks where workspace_id = $1`,
    [context().actor.workspaceId],
  );
  expect(due?.isSoon).toBe(true);
  await database.asOwner("update system.budget_looks set look_at = now()");
  expect(await lookAtBudgets(tools())).toBe(1);
  expect(await jobsOf(runId)).toHaveLength(1);
  expect((await claim()).kind).toBe("claimed");
});
