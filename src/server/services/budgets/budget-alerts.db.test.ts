import { describe, expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { budgetAlertKinds } from "#core/pricing/budget.ts";
import { publishPipeline } from "#server/services/pipelines/publish-pipeline.ts";
import { getRun } from "#server/services/runs/reading/get-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { listEvents } from "#server/services/triggers/list-events.ts";
import { lookAtBudgets } from "./look-at-budgets.ts";
import { removeBudget } from "./remove-budget.ts";
import { answerOf, claimed, setBudgetStage } from "./testing/budget-stage.ts";

const { database, newWorkspace, budget, start, settle, tools, callMicros, context } = await setBudgetStage();

async function sentEvents() {
  const { events } = await listEvents(context(), { name: null, cursor: null, limit: 50 });
  return events.map(({ name, matched }) => ({ name, matched }));
}

/** A pipeline that starts with a budget's alerts. */
async function publishListener() {
  const pipelineId = await seedPipeline(context(), {
    name: "Tell the team",
    nodes: [{ id: "start", type: "trigger", name: "Start" }],
    edges: [],
    triggers: [{ id: "tight", kind: "event", name: "penstock.budget.warned", match: "data.per == 'month'" }],
  });
  await publishPipeline(context(), { pipelineId, note: "", expectedRevision: null });
  return pipelineId;
}

describe("a budget's alert", () => {
  it("is sent once when the warning share is passed, and starts the pipelines that wait for it", async () => {
    await newWorkspace();
    const pipelineId = await publishListener();
    const limitMicros = 2 * callMicros;
    const { budgetId } = await budget({ limitMicros, warnPercent: 50 });
    await lookAtBudgets(tools());
    expect(await sentEvents()).toEqual([]);
    const task = await claimed((await start()).claim);
    // Two processes check at the same time, and one after them.
    await Promise.all([lookAtBudgets(tools()), lookAtBudgets(tools())]);
    await settle(task, answerOf(100));
    await claimed((await start()).claim);
    await lookAtBudgets(tools());
    expect(await sentEvents()).toEqual([{ name: "penstock.budget.warned", matched: 1 }]);
    const started = await database.asOwner<{ id: RunId }>("select id from runs where pipeline_id = $1", [
      pipelineId,
    ]);
    expect(started).toHaveLength(1);
    const { run } = await getRun(context(), { runId: started[0]?.id ?? expect.fail("nothing was started") });
    expect(run).toMatchObject({
      status: "completed",
      triggerKind: "event",
      input: {
        budgetId,
        kind: "warned",
        scope: "workspace",
        per: "month",
        onLimit: "fail",
        limitMicros,
        warnAt: 0.5,
        reservedMicros: callMicros,
        settledMicros: 0,
        usedShare: 0.5,
      },
    });
    await removeBudget(context(), { budgetId });
  });

  it.each(["fail", "wait"] as const)("is sent once when calls %s at its limit", async (onLimit) => {
    await newWorkspace();
    await budget({ limitMicros: callMicros - 1, onLimit });
    for (let index = 0; index < 3; index += 1) await (await start()).claim(index);
    await lookAtBudgets(tools());
    await lookAtBudgets(tools());
    expect(await sentEvents()).toEqual([{ name: "penstock.budget.reached", matched: 0 }]);
  });

  it("is sent by the next check where the process that should have sent it died", async () => {
    await newWorkspace();
    await budget({ limitMicros: 0 });
    await (await start()).claim();
    await database.asOwner("update system.budget_looks set look_at = now() + interval '1 hour'");
    await lookAtBudgets(tools());
    expect(await sentEvents()).toEqual([]);
    await database.asOwner("update system.budget_looks set look_at = now() - interval '1 second'");
    await lookAtBudgets(tools());
    expect(await sentEvents()).toHaveLength(1);
  });

  it("is of the kinds that the database knows", async () => {
    const [row] = await database.asOwner<{ words: string[] }>(
      `select array(select m[1] from regexp_matches(pg_get_constraintdef(oid), '''(\\w+)''', 'g') as m) as words
         from pg_constraint where conname = 'budget_alerts_kind_check'`,
    );
    expect(row?.words).toEqual([...budgetAlertKinds]);
  });
});
