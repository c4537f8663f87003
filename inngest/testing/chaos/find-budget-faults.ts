import type { RunId } from "#core/ids.ts";
import type { RunFault } from "../find-faults.ts";
import type { StageDatabase } from "../set-stage.ts";

/**
 * Holds a budget of the whole workspace against the ledger: every call was held under it once, nothing is held any
 * longer, each counts as what the ledger says it cost, and the windows are the sums of their entries.
 */
export async function findBudgetFaults(database: StageDatabase): Promise<readonly RunFault[]> {
  const calls = await database.asOwner<{ runId: RunId; words: string }>(`
    with called as (
      select run_id, node_id, attempt, step,
             coalesce(sum(amount_micros) filter (where kind <> 'reserve'), 0) as amount
        from ledger_entries group by 1, 2, 3, 4
    )
    select coalesce(c.run_id, e.run_id) as "runId",
           format('attempt %s of node %s is booked with %s and counts %s under the budget', coalesce(c.attempt, e.attempt),
                  coalesce(c.node_id, e.node_id), coalesce(c.amount::text, 'nothing'), coalesce(e.settled_micros::text, 'nothing'))
             as words
      from called c full join (select e.* from budget_entries e join budgets b on b.id = e.budget_id where b.per = 'month') e using (run_id, node_id, attempt, step)
     where c.amount is distinct from e.settled_micros`);
  const windows = await database.asOwner<{ runId: RunId; words: string }>(`
    select min(e.run_id::text) as "runId",
           format('window %s holds %s and has %s, and its entries make %s', w.window_key, w.reserved_micros, w.settled_micros,
                  sum(e.settled_micros)) as words
      from budget_windows w join budget_entries e using (workspace_id, budget_id, window_key)
     group by w.workspace_id, w.budget_id, w.window_key, w.reserved_micros, w.settled_micros
    having w.reserved_micros <> 0 or w.settled_micros <> sum(e.settled_micros)`);
  const passed = await findPassedBudgets(database);
  return [...[...calls, ...windows].map((fault) => ({ ...fault, kind: "unaccounted" as const })), ...passed];
}

/** No budget has been passed at this moment. */
export async function findPassedBudgets(database: StageDatabase): Promise<readonly RunFault[]> {
  const rows = await database.asOwner<{ runId: RunId; words: string }>(`
    select (select id from runs limit 1) as "runId",
           format('the budget per %s allows %s and has %s', b.per, b.limit_micros, w.reserved_micros + w.settled_micros) as words
      from budget_windows w join budgets b on b.workspace_id = w.workspace_id and b.id = w.budget_id
     where w.reserved_micros + w.settled_micros > b.limit_micros`);
  return rows.map((fault) => ({ ...fault, kind: "contradictory" }));
}
