import type { PipelineVersionId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The numbers of versions, by id. Null: a frozen draft. */
export async function readVersionNumbers(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  versionIds: readonly PipelineVersionId[],
): Promise<ReadonlyMap<PipelineVersionId, number | null>> {
  const rows = await tx.$queryRaw<{ readonly id: PipelineVersionId; readonly number: number | null }[]>`
    SELECT id, number FROM pipeline_versions
     WHERE workspace_id = ${workspaceId}::uuid AND id = ANY(${[...versionIds]}::uuid[])`;
  return new Map(rows.map(({ id, number }) => [id, number]));
}
