import type { RunId } from "#core/ids.ts";
import type { RunFault } from "../find-faults.ts";
import type { StageDatabase } from "../set-stage.ts";

/**
 * What is summed is the sum of the ledger, at any moment: node runs, runs, pipelines and days. One statement sees one
 * moment, so it may be asked while everything goes on.
 */
export async function findSumFaults(database: StageDatabase): Promise<readonly RunFault[]> {
  const rows = await database.asOwner<{ runId: RunId; words: string }>(`
    with booked as (
      select workspace_id, run_id, node_id, (created_at at time zone 'UTC')::date as day, provider, model,
             input_tokens, output_tokens, coalesce(amount_micros, 0) as micros
        from ledger_entries where kind in ('settle', 'late')
    ), of_nodes as (
      select n.run_id, format('node %s', n.node_id) as what, n.input_tokens + n.output_tokens as tokens, n.cost_micros as micros,
             coalesce(sum(b.input_tokens + b.output_tokens), 0) as booked_tokens, coalesce(sum(b.micros), 0) as booked_micros
        from node_runs n left join booked b using (workspace_id, run_id, node_id)
       group by n.workspace_id, n.run_id, n.node_id
    ), of_runs as (
      select r.id as run_id, 'the run' as what, r.input_tokens + r.output_tokens as tokens, r.cost_micros as micros,
             coalesce(sum(b.input_tokens + b.output_tokens), 0) as booked_tokens, coalesce(sum(b.micros), 0) as booked_micros
        from runs r left join booked b on b.workspace_id = r.workspace_id and b.run_id = r.id
       group by r.workspace_id, r.id
    ), of_pipelines as (
      select min(r.run_id::text)::uuid as run_id, format('pipeline %s', p.pipeline_id) as what, sum(r.tokens) as tokens,
             sum(r.micros) as micros, sum(r.booked_tokens) as booked_tokens, sum(r.booked_micros) as booked_micros
        from of_runs r join runs p on p.id = r.run_id group by p.pipeline_id
    ), of_days as (
      select (select id from runs limit 1) as run_id, format('%s on %s', model, day) as what, coalesce(d.tokens, 0) as tokens,
             coalesce(d.micros, 0) as micros, coalesce(b.tokens, 0) as booked_tokens, coalesce(b.micros, 0) as booked_micros
        from (select workspace_id, day, provider, model, sum(input_tokens + output_tokens) as tokens, sum(cost_micros) as micros
                from cost_days group by 1, 2, 3, 4) d
        full join (select workspace_id, day, provider, model, sum(input_tokens + output_tokens) as tokens, sum(micros) as micros
                     from booked group by 1, 2, 3, 4) b using (workspace_id, day, provider, model)
    )
    select run_id as "runId", format('%s is summed as %s tokens for %s, and its entries make %s for %s',
                                     what, tokens, micros, booked_tokens, booked_micros) as words
      from (select * from of_nodes union all select * from of_runs union all select * from of_pipelines
            union all select * from of_days) sums
     where tokens <> booked_tokens or micros <> booked_micros`);
  return rows.map((fault) => ({ ...fault, kind: "unaccounted" }));
}
