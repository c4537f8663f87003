import { describe, expect, it } from "vitest";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { readRecentSpending } from "#server/db/money/recent-spending.ts";
import { createProviderKey } from "#server/services/keys/create-provider-key.ts";
import { recoverLeases } from "#server/services/progress/healing/recover-leases.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { chainOf, seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { listBudgets } from "./list-budgets.ts";
import { removeBudget } from "./remove-budget.ts";
import { answerOf, claimed, setBudgetStage } from "./testing/budget-stage.ts";
import { updateBudget } from "./update-budget.ts";

const stage = await setBudgetStage();
const { newWorkspace, budget, start, settle, windowOf, expectSums, callMicros, context } = stage;

describe("the forecast of a budget", () => {
  it("is based on spending of the days before, whatever the budget is for", async () => {
    await newWorkspace();
    const key = { provider: "anthropic", baseUrl: null, owner: "workspace", label: "forecast" } as const;
    const made = await createProviderKey(context(), { ...key, secret: "sk-ant-forecast-0123456789" });
    const { pipelineId, claim } = await start();
    await settle(await claimed(claim), answerOf(100));
    const { workspaceId, userId } = context().actor;
    // Moves it two days back. The sandbox needs no key, so the spending is attributed to that one.
    await stage.database.asOwner("update cost_days set day = day - 2 where workspace_id = $1", [workspaceId]);
    await stage.database.asOwner(
      "update cost_shares set since = since - 2, provider_key_id = $2 where workspace_id = $1 and not is_month",
      [workspaceId, made.keyId],
    );
    const scopes = ["workspace", { pipelineId }, { keyId: made.keyId }, { memberId: userId }] as const;
    for (const scope of scopes) await budget({ scope, per: "month" });
    await budget({ per: "run" });
    const found = await listBudgets(context());
    const spent = found.map(({ per, forecast }) => [per, (forecast?.forecastMicros ?? 0) > 0]);
    expect(spent).toEqual([["month", true], ["run", false], ...scopes.slice(1).map(() => ["month", true])]);
    const today = new Date().toISOString().slice(0, 10);
    const recent = await withTenant(context().db, workspaceId, (tx) =>
      readRecentSpending(tx, workspaceId, today),
    );
    expect([...recent.values()].map(({ spentMicros }) => spentMicros)).toEqual([510, 510, 510, 510]);
  });
});

describe("a budget", () => {
  it("is never exceeded by fifty concurrent calls of several workers, and admits exactly those that fit", async () => {
    await newWorkspace();
    await budget({ limitMicros: callMicros * 7 + 100 });
    const runs = await Promise.all(Array.from({ length: 50 }, () => start()));
    const claims = await Promise.all(runs.map(({ claim }, index) => claim(index)));
    expect(claims.filter(({ kind }) => kind === "claimed")).toHaveLength(7);
    expect(await windowOf()).toEqual({ reserved: callMicros * 7, settled: 0 });
    const refused = runs[claims.findIndex(({ kind }) => kind === "settled")];
    const { run } = await getRun(context(), { runId: refused?.runId ?? expect.fail("none was refused") });
    expect(run).toMatchObject({ status: "failed", costMicros: 0 });
    expect(run.error).toMatchObject({
      code: "BUDGET_EXCEEDED",
      nodeId: "ask",
      retryable: false,
      details: { missingMicros: callMicros - 100, limitMicros: callMicros * 7 + 100 },
    });
    expect(run.error?.message).toContain("the budget of the workspace per month");
    const tasks = claims.flatMap((claim) => (claim.kind === "claimed" ? [claim.task] : []));
    await Promise.all(tasks.map((task, index) => settle(task, answerOf(100), index)));
    const { reserved, settled } = await windowOf();
    expect(reserved).toBe(0);
    expect(settled).toBe(7 * 510);
    await expectSums();
  });

  it("returns what a call did not use to the next one, whoever makes it", async () => {
    await newWorkspace();
    await budget({ limitMicros: callMicros + 600 });
    const first = await start();
    const second = await start();
    const task = await claimed(first.claim);
    expect((await second.claim()).kind).toBe("settled");
    await settle(task, answerOf(100));
    expect((await (await start()).claim()).kind).toBe("claimed");
  });

  it("frees the amount of a dead worker's call before the one that replaces it", async () => {
    await newWorkspace();
    await budget({ limitMicros: callMicros });
    const { claim } = await start({ retries: 1 });
    await claimed(claim);
    await recoverLeases(stage.worker(1));
    const next = await claim(1);
    expect(next.kind === "claimed" ? next.task.attempt : next).toBe(2);
    expect(await windowOf()).toEqual({ reserved: callMicros, settled: 0 });
    await expectSums();
  });

  it("counts what was spent and what is in flight when it is set, and is raised for the next call", async () => {
    await newWorkspace();
    const spent = await start();
    await settle(await claimed(spent.claim), answerOf(100));
    const out = await claimed((await start()).claim);
    const { budgetId } = await budget({ limitMicros: callMicros + 600 });
    expect(await windowOf()).toEqual({ reserved: callMicros, settled: 510 });
    expect((await (await start()).claim()).kind).toBe("settled");
    await updateBudget(context(), {
      budgetId,
      limitMicros: 2 * callMicros + 600,
      warnPercent: 80,
      onLimit: "fail",
    });
    expect((await (await start()).claim()).kind).toBe("claimed");
    await settle(out, answerOf(10));
    expect(await windowOf()).toEqual({ reserved: callMicros, settled: 570 });
    await expectSums();
    await removeBudget(context(), { budgetId });
    expect(await listBudgets(context())).toEqual([]);
    expect((await (await start()).claim()).kind).toBe("claimed");
  });

  it("applies to its target: a pipeline, a person, one run, each run", async () => {
    await newWorkspace();
    const one = await start();
    const other = await start();
    await budget({ scope: { pipelineId: one.pipelineId }, limitMicros: 0, per: "day" });
    expect((await one.claim()).kind).toBe("settled");
    expect((await other.claim()).kind).toBe("claimed");
    const { budgetId } = await budget({ scope: { memberId: context().actor.userId }, limitMicros: 10 });
    expect((await (await start()).claim()).kind).toBe("settled");
    await removeBudget(context(), { budgetId });
    const poor = await start({ budgetMicros: callMicros - 1 });
    expect((await poor.claim()).kind).toBe("settled");
    expect((await getRun(context(), { runId: poor.runId })).run.error?.message).toContain(
      "the budget of this run",
    );
    expect((await (await start({ budgetMicros: callMicros })).claim()).kind).toBe("claimed");
    await budget({ per: "run", limitMicros: callMicros - 1 });
    expect((await (await start()).claim()).kind).toBe("settled");
    await expectSums();
  });

  it("ignores calls that cost nothing", async () => {
    await newWorkspace();
    await budget({ limitMicros: 0, scope: { memberId: context().actor.userId } });
    const pipelineId = await seedPipeline(
      context(),
      chainOf("Free", [
        { id: "start", type: "trigger", name: "Start" },
        { id: "shape", type: "transform", name: "Shape", config: { value: { said: "input" } } },
      ]),
    );
    const request = { pipelineId, input: "tides", variables: {}, version: null, idempotencyKey: null };
    const { runId } = await startRun(context(), request);
    expect((await getRun(context(), { runId })).run.status).toBe("completed");
  });

  it.each([
    ["a zone that there is not", { timezone: "Mars/Olympus" }, "INVALID_INPUT"],
    ["the same once more", {}, "CONFLICT"],
  ] as const)("refuses %s", async (_, fields, code) => {
    await newWorkspace();
    await budget({});
    await expect(budget(fields)).rejects.toMatchObject({ code });
  });
});
