import { AppError } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import { isTerminalRun } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { listBuilders } from "#server/db/run/reading/list-builders.ts";

/** What is to be undone, and whether that was requested although completed runs build on it. */
export interface AskedUndo {
  readonly runId: RunId;
  readonly nodeIds: readonly string[];
  readonly despiteForks: boolean;
}

/**
 * Nothing is undone while a run that builds on it has not ended; and if one has completed, only where the caller
 * confirms it.
 * @throws AppError CONFLICT naming that run.
 */
export async function refuseUnderForks(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, nodeIds, despiteForks }: AskedUndo,
): Promise<void> {
  const [builder] = await listBuilders(tx, workspaceId, runId, nodeIds);
  if (builder === undefined) return;
  const built = `Run ${builder.runId} builds on what this run did in node "${builder.nodeIds[0]}"`;
  if (!isTerminalRun(builder.status)) {
    const message = `${built} and has not ended: stop it, or wait until it has ended.`;
    throw new AppError("CONFLICT", message);
  }
  if (despiteForks) return;
  throw new AppError(
    "CONFLICT",
    `${built} and has completed. runs.planUndo lists such runs under builtOn; to undo it anyway, ask with despiteForks.`,
  );
}
