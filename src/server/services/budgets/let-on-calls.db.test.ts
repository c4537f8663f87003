import { expect, it } from "vitest";
import { createProviderKey } from "#server/services/keys/create-provider-key.ts";
import { removeProviderKey } from "#server/services/keys/remove-provider-key.ts";
import { getRun } from "#server/services/runs/get-run.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { lookAtBudgets } from "./look-at-budgets.ts";
import { agent, claimed, setBudgetStage } from "./testing/budget-stage.ts";
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
  await database.asOwner("update system.budget_looks set look_at = now() - interval '1 second'");
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
  await database.asOwner("update system.budget_looks set look_at = now() - interval '1 second'");
  expect(await lookAtBudgets(tools())).toBe(1);
  expect(await jobsOf(runId)).toHaveLength(1);
  expect((await claim()).kind).toBe("claimed");
});

const ask = agent("ask");
const keyed = chainOf("Keyed", [
  { id: "start", type: "trigger", name: "Start" },
  { ...ask, config: { ...ask.config, model: "anthropic/claude-haiku-5-5" } },
]);

function addKey(label: string) {
  const fields = { provider: "anthropic", baseUrl: null, owner: "workspace", label } as const;
  return createProviderKey(context(), { ...fields, secret: `sk-ant-${label}-0123456789` });
}

/** A call that waits for the budget of the only key, which has no room. */
async function parkUnderKey() {
  await newWorkspace();
  await database.asOwner("delete from system.budget_looks");
  const { keyId } = await addKey("first");
  await budget({ scope: { keyId }, limitMicros: 0, onLimit: "wait" });
  const run = await start({ definition: keyed });
  expect((await run.claim()).kind).toBe("settled");
  expect(await lookAtBudgets(tools())).toBe(0);
  return { ...run, keyId };
}

it("lets a call go on with the key that goes first now, or wait for that one's budgets", async () => {
  const { runId, claim } = await parkUnderKey();
  const second = await addKey("second");
  await budget({ scope: second, limitMicros: 1, onLimit: "wait" });
  expect(await lookAtBudgets(tools())).toBe(1);
  expect((await claim()).kind).toBe("settled");
  expect(await statusOf(runId)).toBe("waiting");
  // It is not handed out again and again.
  await database.asOwner("update system.budget_looks set look_at = now() - interval '1 second'");
  expect(await lookAtBudgets(tools())).toBe(0);
  const third = await addKey("third");
  expect(await lookAtBudgets(tools())).toBe(1);
  expect((await claimed(claim)).providerKeyId).toBe(third.keyId);
});

it("ends a call whose key is removed and that has none besides, though its budget has no room", async () => {
  const { runId, claim, keyId } = await parkUnderKey();
  await removeProviderKey(context(), { keyId });
  expect(await lookAtBudgets(tools())).toBe(1);
  expect((await claim()).kind).toBe("settled");
  const { run } = await getRun(context(), { runId });
  expect(run).toMatchObject({ status: "failed", error: { code: "KEY_MISSING", nodeId: "ask" } });
});
