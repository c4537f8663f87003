import type { PipelineId, RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** What somebody asked to delete. */
export type DeletedSubject =
  | { readonly kind: "run"; readonly subjectId: RunId }
  | { readonly kind: "pipeline"; readonly subjectId: PipelineId };

export interface Deletion {
  /** False: still in progress. */
  readonly isDone: boolean;
}

/** A requested deletion. Null when there is none. */
export async function findDeletion(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { kind, subjectId }: DeletedSubject,
): Promise<Deletion | null> {
  const rows = await tx.$queryRaw<Deletion[]>`
    SELECT done_at IS NOT NULL AS "isDone" FROM deletions
     WHERE workspace_id = ${workspaceId}::uuid AND kind = ${kind} AND subject_id = ${subjectId}::uuid`;
  return rows[0] ?? null;
}

/** Records a deletion, with the subject's name for the audit. False when it was already recorded. */
export async function noteDeletion(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { kind, subjectId }: DeletedSubject,
  { name, isDone }: { readonly name: string | null; readonly isDone: boolean },
): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO deletions (workspace_id, kind, subject_id, name, done_at)
    VALUES (${workspaceId}::uuid, ${kind}, ${subjectId}::uuid, ${name}, CASE WHEN ${isDone}::boolean THEN clock_timestamp() END)
    ON CONFLICT DO NOTHING`;
  return count === 1;
}

/** Marks the deletion as done. */
export async function finishDeletion(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { kind, subjectId }: DeletedSubject,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE deletions SET done_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND kind = ${kind} AND subject_id = ${subjectId}::uuid AND done_at IS NULL`;
}
