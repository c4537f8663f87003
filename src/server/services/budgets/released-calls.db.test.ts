import { expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { seedWorkspace } from "#server/db/testing/seed-workspace.ts";
import { createProviderKey } from "#server/services/keys/create-provider-key.ts";
import { removeProviderKey } from "#server/services/keys/remove-provider-key.ts";
import { leaveWorkspace } from "#server/services/members/leave-workspace.ts";
import { setPrice } from "#server/services/prices/set-price.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { listWaits } from "#server/services/waits/list-waits.ts";
import { listBudgets } from "./list-budgets.ts";
import { lookAtBudgets } from "./look-at-budgets.ts";
import { removeBudget } from "./remove-budget.ts";
import { answerOf, claimed, costlyAgent, setBudgetStage } from "./testing/budget-stage.ts";
import { updateBudget } from "./update-budget.ts";

const {
  database,
  newWorkspace,
  budget,
  start,
  claim,
  settle,
  statusOf,
  tools,
  callMicros,
  context,
  expectSums,
} = await setBudgetStage();

/** A call that waited, was released, and has not begun. */
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

it("keeps the place of a released call: a later one does not take it", async () => {
  const first = await letOneOn();
  const late = await start();
  expect((await late.claim()).kind).toBe("settled");
  expect(await statusOf(late.runId)).toBe("waiting");
  expect((await first.claim()).kind).toBe("claimed");
});

it("hands a released call that does not begin out again, because its amount is kept from others", async () => {
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

const ask = costlyAgent("ask");
const keyed = chainOf("Keyed", [
  { id: "start", type: "trigger", name: "Start" },
  { ...ask, config: { ...ask.config, model: "anthropic/claude-haiku-5-5" } },
]);

function addKey(label: string, owner: "workspace" | "me" = "workspace") {
  const fields = { provider: "anthropic", baseUrl: null, owner, label } as const;
  return createProviderKey(context(), { ...fields, secret: `sk-ant-${label}-0123456789` });
}

/** A call that waits for the budget of the only key, which has no room. */
async function parkUnderKey(owner: "workspace" | "me" = "workspace") {
  await newWorkspace();
  await database.asOwner("delete from system.budget_looks");
  const { keyId } = await addKey("first", owner);
  await budget({ scope: { keyId }, limitMicros: 0, onLimit: "wait" });
  const run = await start({ definition: keyed });
  expect((await run.claim()).kind).toBe("settled");
  expect(await lookAtBudgets(tools())).toBe(0);
  return { ...run, keyId };
}

it("lets a call continue with the key that has priority now, or wait for that key's budgets", async () => {
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

it.each(["is removed", "goes with its owner, who leaves"])(
  "ends a call whose key %s and that has no other key, though its budget has no room",
  async (how) => {
    const { runId, claim, keyId } = await parkUnderKey(how === "is removed" ? "workspace" : "me");
    if (how === "is removed") await removeProviderKey(context(), { keyId });
    else {
      const { userId } = await seedWorkspace(database.db);
      await database.asOwner("insert into members (workspace_id, user_id, role) values ($1, $2, 'owner')", [
        context().actor.workspaceId,
        userId,
      ]);
      await leaveWorkspace(context());
    }
    expect(await lookAtBudgets(tools())).toBe(1);
    expect((await claim()).kind).toBe("settled");
    const { run } = await getRun(context(), { runId });
    expect(run).toMatchObject({ status: "failed", error: { code: "KEY_MISSING", nodeId: "ask" } });
    expect(run.error?.message).toContain("neither the person who started the run nor the workspace has one");
  },
);

it("refuses a call with an unknown price, and makes it once the workspace has set one", async () => {
  await newWorkspace();
  await addKey("any");
  const { budgetId } = await budget({ limitMicros: 50_000_000, onLimit: "wait" });
  const model = "anthropic/claude-of-nobody";
  const nodes = keyed.nodes.map((node) =>
    node.id === "ask" ? { ...ask, config: { ...ask.config, model } } : node,
  );
  const definition = { ...keyed, nodes };
  const refused = await start({ definition });
  expect((await refused.claim()).kind).toBe("settled");
  const { run } = await getRun(context(), { runId: refused.runId });
  expect(run).toMatchObject({ status: "failed", costMicros: 0, error: { code: "BUDGET_EXCEEDED" } });
  expect(run.error?.message).toContain(`the price of ${model} is not known`);
  expect(run.error?.message).toContain("Set the price to count with under Settings, Prices");
  const perMillion = { input: 1_000_000, output: 5_000_000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
  await setPrice(context(), { model, prices: perMillion });
  await claimed((await start({ definition })).claim);
  const held = (await listBudgets(context())).find(({ id }) => id === budgetId)?.window?.reservedMicros;
  // A thousand output tokens, and a token for each byte that is sent.
  expect(held).toBeGreaterThan(5_000);
  await expectSums();
});

async function waitsOf(runId: RunId, which: "open" | "all" = "open") {
  const asked = { runId, mine: false, which, kinds: null, cursor: null, limit: 10 };
  return (await listWaits(context(), asked)).waits;
}

it("continues under a run's own budget only when that is raised, and waits again with a later attempt", async () => {
  await newWorkspace();
  const { budgetId } = await budget({ per: "run", limitMicros: callMicros, onLimit: "wait" });
  const { runId } = await start({ retries: 3 });
  const failure = {
    kind: "failed",
    error: { code: "PROVIDER_OVERLOADED", message: "busy", retryable: true },
    retryAfterMs: null,
    text: "",
  } as const;
  const { usage, providerRequestId } = answerOf(100);
  await settle(await claimed(() => claim(runId)), { ...failure, usage, providerRequestId });
  expect((await claim(runId)).kind).toBe("settled");
  expect(await statusOf(runId)).toBe("waiting");
  expect(await lookAtBudgets(tools())).toBe(0);
  expect(await waitsOf(runId)).toMatchObject([
    {
      title: "Room in the budget of the workspace per run",
      budget: { endsAtMs: null, missingMicros: 510, roomBy: "raise" },
    },
  ]);
  const calls = { waitingCalls: 1, raiseCalls: 1 };
  expect(await listBudgets(context())).toMatchObject([calls]);
  // Of several budgets, the one that holds it back longest is shown, with who can change that.
  const daily = await budget({ per: "day", limitMicros: 510, onLimit: "wait" });
  expect(await waitsOf(runId)).toMatchObject([{ budget: { budgetId: daily.budgetId, roomBy: "raise" } }]);
  await updateBudget(context(), { budgetId: daily.budgetId, limitMicros: callMicros });
  expect(await waitsOf(runId)).toMatchObject([{ budget: { budgetId, roomBy: "raise" } }]);
  expect(await listBudgets(context())).toMatchObject([{ ...calls, raiseCalls: 0 }, calls]);
  await removeBudget(context(), { budgetId: daily.budgetId });
  await updateBudget(context(), {
    budgetId,
    limitMicros: callMicros + 510,
    warnPercent: null,
    onLimit: "wait",
  });
  expect(await lookAtBudgets(tools())).toBe(1);
  const again = await claimed(() => claim(runId));
  expect(again.attempt).toBe(2);
  await settle(again, { ...failure, usage, providerRequestId });
  expect((await claim(runId)).kind).toBe("settled");
  expect(await waitsOf(runId, "all")).toHaveLength(2);
  await expectSums();
});
