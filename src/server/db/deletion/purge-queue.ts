import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { SystemTransaction } from "#server/db/driver/with-tenant.ts";

/** Something that is deleted in the background, in batches. */
export type Purge =
  | { readonly kind: "pipeline"; readonly workspaceId: WorkspaceId; readonly subjectId: PipelineId }
  | { readonly kind: "workspace"; readonly workspaceId: WorkspaceId; readonly subjectId: WorkspaceId };

/** Queues it for deletion. */
export async function enqueuePurge(tx: TenantSql, { kind, workspaceId, subjectId }: Purge): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO system.purges (workspace_id, kind, subject_id) VALUES (${workspaceId}::uuid, ${kind}, ${subjectId}::uuid)
    ON CONFLICT DO NOTHING`;
}

/** Takes what is due. Each goes to one caller, and is due again later in case that caller dies. */
export async function takePurges(
  tx: SystemTransaction,
  limit: number,
  againAfterMs: number,
): Promise<readonly Purge[]> {
  return tx.$queryRaw<Purge[]>`
    UPDATE system.purges SET due_at = clock_timestamp() + make_interval(secs => ${againAfterMs / 1000}::float8)
     WHERE (workspace_id, kind, subject_id) IN (
             SELECT workspace_id, kind, subject_id FROM system.purges WHERE due_at <= statement_timestamp()
              ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING workspace_id AS "workspaceId", kind, subject_id AS "subjectId"`;
}

/** Removes it if nothing is left; otherwise it is due again at the next pass. */
export async function settlePurge(
  tx: SystemTransaction,
  { kind, workspaceId, subjectId }: Purge,
  isDone: boolean,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE system.purges SET due_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND kind = ${kind} AND subject_id = ${subjectId}::uuid AND NOT ${isDone}::boolean`;
  await tx.$executeRaw`
    DELETE FROM system.purges
     WHERE workspace_id = ${workspaceId}::uuid AND kind = ${kind} AND subject_id = ${subjectId}::uuid AND ${isDone}::boolean`;
}
