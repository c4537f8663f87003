import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import { deletePipelineRow, deleteWorkspacePiece } from "#server/db/deletion/delete-owners.ts";
import {
  deleteRuns,
  hasRuns,
  listEndedRuns,
  listLeavesBelow,
  listOpenRuns,
} from "#server/db/deletion/delete-runs.ts";
import { finishDeletion } from "#server/db/deletion/deletion-store.ts";
import { type Purge, settlePurge, takePurges } from "#server/db/deletion/purge-queue.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { withSystem, withTenant } from "#server/db/driver/with-tenant.ts";
import { countFiles } from "#server/db/file/file-rows.ts";
import { clearFiles } from "#server/services/files/clear-files.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { stopRun } from "#server/services/progress/healing/stop-run.ts";

/** How much is done in one pass; the rest follows in the next one. */
export interface PurgePace {
  /** Deletions in progress at the same time. */
  readonly purges: number;
  /** Transactions for each of them. */
  readonly batches: number;
  /** Runs per transaction, or rows of a table: this bounds how long others wait. */
  readonly rows: number;
}

const usualPace: PurgePace = { purges: 10, batches: 100, rows: 100 };
/** When something that a dead process had taken is due again. */
const againAfterMs = 600_000;
/** Clocks may differ by less than this. */
const aDayMs = 86_400_000;

export interface PurgeReport {
  readonly done: number;
  /** Due again, because something of them is left. */
  readonly begun: number;
  readonly failed: number;
}

/**
 * Continues the deletions that somebody requested: pipelines with their runs, and whole workspaces. Runs in progress
 * are stopped first, and deleted once they have ended. Works in small transactions, so that nobody waits for it. A
 * failure does not stop the rest.
 */
export async function purge(context: EngineContext, pace: PurgePace = usualPace): Promise<PurgeReport> {
  const due = await withSystem(context.db, (tx) => takePurges(tx, pace.purges, againAfterMs));
  const report = { done: 0, begun: 0, failed: 0 };
  for (const one of due) {
    try {
      const isDone = await purgeOne(context, one, pace);
      await withSystem(context.db, (tx) => settlePurge(tx, one, isDone));
      report[isDone ? "done" : "begun"] += 1;
    } catch (error) {
      report.failed += 1;
      context.log.error({ err: error, ...one }, "could not delete a batch");
    }
  }
  return report;
}

async function purgeOne(context: EngineContext, one: Purge, pace: PurgePace): Promise<boolean> {
  const { workspaceId } = one;
  const pipelineId = one.kind === "pipeline" ? one.subjectId : null;
  await stopAll(context, workspaceId, pipelineId, pace);
  if (one.kind === "workspace") return purgeWorkspace(context, workspaceId, pace);
  if (!(await purgeRuns(context, workspaceId, pipelineId, pace))) return false;
  await withTenant(context.db, workspaceId, async (tx) => {
    await deletePipelineRow(tx, one.subjectId);
    await finishDeletion(tx, workspaceId, one);
  });
  return true;
}

/** Each run in a transaction of its own. One whose worker must finish first ends later. */
async function stopAll(
  context: EngineContext,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId | null,
  { batches, rows }: PurgePace,
): Promise<void> {
  const limit = batches * rows;
  const open = await withTenant(context.db, workspaceId, (tx) =>
    listOpenRuns(tx, workspaceId, { pipelineId, limit }),
  );
  const reason = pipelineId === null ? "Its workspace was deleted." : "Its pipeline was deleted.";
  for (const runId of open) {
    await withTenantDirect(context.db, workspaceId, (tx) =>
      stopRun(tx, context, workspaceId, runId, { kind: "cancel.requested", reason, undo: false }),
    );
  }
}

/** Whether no run is left: none in progress, and none whose result a running parent has yet to read. */
async function purgeRuns(
  context: EngineContext,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId | null,
  { batches, rows }: PurgePace,
): Promise<boolean> {
  for (let batch = 0; batch < batches; batch += 1) {
    const left = await withTenant(context.db, workspaceId, async (tx) => {
      const ended = await listEndedRuns(tx, workspaceId, { pipelineId, limit: rows });
      const below = await listLeavesBelow(tx, workspaceId, ended, rows);
      if ((await deleteRuns(tx, below)) > 0) return "more";
      await deleteRuns(tx, ended);
      if (ended.length === rows) return "more";
      return (await hasRuns(tx, workspaceId, pipelineId)) ? "open" : "none";
    });
    if (left !== "more") return left === "none";
  }
  return false;
}

/** Whether no file is left in any store: nothing refers to them any longer, and nobody can add another. */
async function purgeFiles(
  context: EngineContext,
  workspaceId: WorkspaceId,
  { batches, rows }: PurgePace,
): Promise<boolean> {
  for (let batch = 0; batch < batches; batch += 1) {
    const some = { beforeMs: Date.now() + aDayMs, limit: rows };
    if ((await clearFiles(context, workspaceId, some)) === 0) break;
  }
  return withTenant(context.db, workspaceId, async (tx) => (await countFiles(tx, workspaceId)) === 0);
}

async function purgeWorkspace(
  context: EngineContext,
  workspaceId: WorkspaceId,
  pace: PurgePace,
): Promise<boolean> {
  // Runs first: a worker may still need the rest for them.
  if (!(await purgeRuns(context, workspaceId, null, pace))) return false;
  if (!(await purgeFiles(context, workspaceId, pace))) return false;
  for (let batch = 0; batch < pace.batches; batch += 1) {
    if (await withTenant(context.db, workspaceId, (tx) => deleteWorkspacePiece(tx, pace.rows))) return true;
  }
  return false;
}
