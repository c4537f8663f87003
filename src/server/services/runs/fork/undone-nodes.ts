import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { hasOutput } from "#core/run/phase.ts";
import { undoneNodes } from "#core/run/reducer/undo.ts";
import type { RunState } from "#core/run/state.ts";
import { decodeRunState } from "#core/run/state-codec.ts";
import { notUndone } from "#core/run/undo-state.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { findUndoRun, readRunOrigin, readRunState } from "#server/db/run/reading/read-run-state.ts";
import type { PlanCache } from "#server/services/progress/plan-cache.ts";

/**
 * The nodes of a run that no fork may build on, because they were undone, or will be: in the run itself, or in the one
 * that it took them over from, however long ago. What a node did is undone in the run that did it.
 */
export async function listUndoneNodes(
  tx: TenantSql,
  context: { readonly runs: { readonly plans: PlanCache } },
  workspaceId: WorkspaceId,
  run: { readonly id: RunId; readonly plan: Plan; readonly state: RunState },
): Promise<readonly string[]> {
  const undone = await undoneIn(tx, workspaceId, run);
  let origin = await readRunOrigin(tx, workspaceId, run.id);
  let taken = takenOver(run).filter((nodeId) => !origin.given.includes(nodeId));
  while (origin.forkedFrom !== null && taken.length > 0) {
    const id: RunId = origin.forkedFrom;
    const plan = await context.runs.plans.ofRun(tx, workspaceId, id);
    const stored = plan === null ? null : await readRunState(tx, workspaceId, id);
    if (plan === null || stored === null) break;
    const state = decodeRunState(plan, stored);
    const there = new Set(await undoneIn(tx, workspaceId, { id, plan, state }));
    undone.push(...taken.filter((nodeId) => there.has(nodeId)));
    origin = await readRunOrigin(tx, workspaceId, id);
    const { given } = origin;
    taken = taken.filter((nodeId) => !state.acted.includes(nodeId) && !given.includes(nodeId));
  }
  return undone;
}

async function undoneIn(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { id, plan, state }: { readonly id: RunId; readonly plan: Plan; readonly state: RunState },
): Promise<string[]> {
  const later = (await findUndoRun(tx, workspaceId, id)) === null ? [] : notUndone(state);
  return [...undoneNodes(plan, state), ...later];
}

/** Nodes that can be undone and have ended in this run, but were taken over from another. */
function takenOver({ plan, state }: { readonly plan: Plan; readonly state: RunState }): readonly string[] {
  return plan.undos.flatMap(({ undoes }) =>
    undoes !== null && !state.acted.includes(undoes) && hasOutput(state.phases[undoes] ?? "idle")
      ? [undoes]
      : [],
  );
}
