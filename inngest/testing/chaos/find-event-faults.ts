import type { RunId } from "#core/ids.ts";
import type { RunFault } from "../find-faults.ts";
import type { StageDatabase } from "../set-stage.ts";

/** Each node that sends an event and has completed has sent one, and no node has sent two. */
export async function findEventFaults(database: StageDatabase): Promise<readonly RunFault[]> {
  const rows = await database.asOwner<{ runId: RunId; nodeId: string; count: number }>(
    `select n.run_id as "runId", n.node_id as "nodeId",
            (select count(*)::int from events e where e.run_id = n.run_id and e.node_id = n.node_id) as count
       from node_runs n where n.node_id in ('tell', 'undo:tell') and n.status = 'completed'
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
