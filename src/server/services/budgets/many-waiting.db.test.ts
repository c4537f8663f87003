import { expect, it } from "vitest";
import type { RunId } from "#core/ids.ts";
import { lookAtBudgets } from "./look-at-budgets.ts";
import { claimed, setBudgetStage } from "./testing/budget-stage.ts";
import { updateBudget } from "./update-budget.ts";

const { database, newWorkspace, budget, start, claim, tools, callMicros, context } = await setBudgetStage();

/** Adds thousands of copies of a run that waits. */
const thousandsMore = `
  with more as (
    select gen_random_uuid() as id from generate_series(1, 3000)
  ), runs as (
    insert into runs (id, workspace_id, pipeline_id, version_id, status, trigger_kind, input, variables, frontier, waiting_since,
           deadline_at, last_event_seq)
    select m.id, r.workspace_id, r.pipeline_id, r.version_id, r.status, r.trigger_kind, r.input, r.variables, r.frontier,
           r.waiting_since, r.deadline_at, r.last_event_seq from more m, runs r where r.id = $1 returning id
  ), nodes as (
    insert into node_runs (workspace_id, run_id, node_id, node_type, status)
    select n.workspace_id, m.id, n.node_id, n.node_type, n.status from more m, node_runs n where n.run_id = $1 returning run_id
  )
  insert into waits (id, workspace_id, run_id, node_id, kind, title, arguments_hash, model, needs_micros)
  select gen_random_uuid(), w.workspace_id, m.id, w.node_id, w.kind, w.title, '', w.model, w.needs_micros
    from more m, waits w where w.run_id = $1`;

it("reads only released calls when one begins, and releases exactly those that fit", async () => {
  await newWorkspace();
  const { budgetId } = await budget({ limitMicros: 0, onLimit: "wait" });
  const first = await start();
  await first.claim();
  await database.asOwner(thousandsMore, [first.runId]);
  await database.asOwner("analyze waits");
  await updateBudget(context(), {
    budgetId,
    limitMicros: 25 * callMicros,
    warnPercent: null,
    onLimit: "wait",
  });
  expect(await lookAtBudgets(tools())).toBe(25);
  const plan = await database.asOwner<{ "QUERY PLAN": string }>(
    `explain select sum(needs_micros) from waits where workspace_id = $1 and kind = 'budget' and ending is null
        and let_on_at is not null`,
    [context().actor.workspaceId],
  );
  expect(plan.map((row) => row["QUERY PLAN"]).join("\n")).toContain("waits_let_on_idx");
  const released = await database.asOwner<{ id: RunId }>(
    "select run_id as id from waits where let_on_at is not null and run_id <> $1 limit 1",
    [first.runId],
  );
  expect((await claimed(() => claim(released[0]?.id ?? expect.fail("none was released")))).attempt).toBe(1);
});
