import { undoneBy } from "#core/nodes/undo-of.ts";
import { decodeRunState } from "#core/run/state-codec.ts";
import { undoOfState } from "#core/run/view/undo-of-state.ts";
import type { UndoView } from "#core/run/view/undo-view.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { AttemptDetail, NodeRunDetail } from "#server/db/run/reading/node-run-reader.ts";
import { readRunState } from "#server/db/run/reading/read-run-state.ts";
import type { RunDetail } from "#server/db/run/reading/run-reader.ts";
import type { ServiceContext } from "#server/services/context.ts";

/** Undos are stored among the node runs of their run; this tells them apart. */
export function isOfNode({ nodeId }: { readonly nodeId: string }): boolean {
  return undoneBy(nodeId) === null;
}

/** The progress of undoing a run, from its state and the rows of its undos. */
export async function readUndo(
  tx: TenantSql,
  { runs, actor: { workspaceId } }: ServiceContext,
  run: Pick<RunDetail, "id" | "versionId">,
  rows: { readonly nodeRuns: readonly NodeRunDetail[]; readonly attempts: readonly AttemptDetail[] },
): Promise<UndoView | null> {
  const plan = await runs.plans.ofVersion(tx, workspaceId, run.versionId);
  const stored = plan === null ? null : await readRunState(tx, workspaceId, run.id);
  if (plan === null || stored === null) return null;
  const ended = rows.attempts.filter((attempt) => !isOfNode(attempt) && attempt.finishedAtMs !== null);
  const lastErrors = new Map(ended.map(({ nodeId, error }) => [nodeId, error]));
  const undos = rows.nodeRuns.filter((row) => !isOfNode(row));
  return undoOfState(plan, decodeRunState(plan, stored), undos, lastErrors);
}
