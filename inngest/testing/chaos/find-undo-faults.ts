import { type RunId, workspaceIdSchema } from "#core/ids.ts";
import { undoIdOf } from "#core/nodes/undo-of.ts";
import { endUserIdOf } from "#engine/end-user-id.ts";
import type { RunFault } from "../find-faults.ts";
import type { HttpSink } from "../http-sink.ts";
import type { StageDatabase } from "../set-stage.ts";

/** Where the request of `call` is taken back. */
export const undoPath = "/undo-call";

interface Undone {
  readonly runId: RunId;
  readonly workspaceId: string;
  readonly nodeId: string;
  /** Lines that say that it was begun, and that it is done. */
  readonly begun: number;
  readonly done: number;
}

/**
 * What was to be undone is undone, once each, whoever died in between; and the world was asked to take back what the
 * log says, and nothing else.
 */
export async function findUndoFaults(
  { asOwner }: StageDatabase,
  sink: Pick<HttpSink, "requests">,
): Promise<readonly RunFault[]> {
  const undone = await asOwner<Undone>(`
    with planned as (
      select workspace_id, run_id, jsonb_array_elements_text(payload -> 'nodes') as node_id
        from run_events where type = 'compensation.planned')
    select p.run_id as "runId", p.workspace_id as "workspaceId", p.node_id as "nodeId",
           count(*) filter (where e.type = 'compensation.started')::int as begun,
           count(*) filter (where e.type = 'compensation.completed')::int as done
      from planned p left join run_events e on e.run_id = p.run_id and e.node_id = p.node_id
     group by 1, 2, 3`);
  const asked = new Set(sink.requests.filter(({ path }) => path === undoPath).map(({ key }) => key));
  const known = new Set<string>();
  const faults: RunFault[] = [];
  for (const { runId, workspaceId, nodeId, begun, done } of undone) {
    if (done !== 1) {
      const words = `the undo of ${nodeId} is done ${done} times`;
      faults.push({ runId, kind: done > 1 ? "doubled" : "lost", words });
    }
    if (nodeId !== "call" || begun === 0) continue;
    const of = {
      workspaceId: workspaceIdSchema.parse(workspaceId),
      runId,
      nodeId: undoIdOf(nodeId),
    };
    const key = await endUserIdOf(of);
    known.add(key);
    if (done > 0 && !asked.has(key)) {
      faults.push({ runId, kind: "contradictory", words: "its call is undone, and nobody was asked for it" });
    }
  }
  const strange = [...asked].filter((key) => !known.has(key));
  const first = undone[0]?.runId;
  if (strange.length > 0 && first !== undefined) {
    const words = `${strange.length} calls were taken back that no run says it takes back`;
    faults.push({ runId: first, kind: "contradictory", words });
  }
  return faults;
}

/** How many undos are done. */
export async function countUndone({ asOwner }: StageDatabase): Promise<number> {
  const [row] = await asOwner<{ count: number }>(
    "select count(*)::int as count from run_events where type = 'compensation.completed'",
  );
  return row?.count ?? 0;
}
