import type { RunId } from "#core/ids.ts";
import type { RunFault } from "../find-faults.ts";
import type { StageDatabase } from "../set-stage.ts";

/**
 * Each node that sends an event and has completed has sent one, and no node has sent two. What a node or its undo does
 * is read from the version that its run carries out.
 */
export async function findEventFaults(
  database: Pick<StageDatabase, "asOwner">,
): Promise<readonly RunFault[]> {
  const rows = await database.asOwner<{ runId: RunId; nodeId: string; count: number }>(
    `with nodes as (
       select r.id as run_id, node from runs r
         join pipeline_versions v on v.workspace_id = r.workspace_id and v.id = r.version_id
        cross join jsonb_array_elements(v.definition::jsonb->'nodes') as node
     ), senders as (
       select run_id, node->>'id' as node_id from nodes where node->'config'->>'action' = 'event.send'
        union all
       select run_id, 'undo:' || (node->>'id') from nodes where node->'config'->'undo'->>'action' = 'event.send'
     )
     select n.run_id as "runId", n.node_id as "nodeId",
            (select count(*)::int from events e where e.run_id = n.run_id and e.node_id = n.node_id) as count
       from node_runs n join senders using (run_id, node_id) where n.status = 'completed' and n.reused_from_run_id is null
      union
     select e.run_id, e.node_id, count(*)::int from events e where e.run_id is not null
      group by e.run_id, e.node_id having count(*) > 1`,
  );
  return rows
    .filter(({ count }) => count !== 1)
    .map(({ runId, nodeId, count }) => ({
      runId,
      kind: count > 1 ? "doubled" : "lost",
      words: `node ${nodeId} has sent ${count} events`,
    }));
}
