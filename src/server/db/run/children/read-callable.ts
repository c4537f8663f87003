import type { PipelineId, PipelineVersionId, WorkspaceId } from "#core/ids.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The pipeline that a call refers to, with the version that it runs. */
export interface CallablePipeline {
  readonly pipelineId: PipelineId;
  readonly name: string;
  readonly isArchived: boolean;
  /** Null where the version was never published, or nothing is published. */
  readonly version: { readonly id: PipelineVersionId; readonly definition: PipelineDefinition } | null;
}

/**
 * The pipeline of this slug or id, with a published version of it: the given number, or the current one if null. Null
 * when the workspace has no such pipeline.
 */
export async function readCallable(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  name: string,
  number: number | null,
): Promise<CallablePipeline | null> {
  const rows = await tx.$queryRaw<CallablePipeline[]>`
    SELECT p.id AS "pipelineId", p.name, p.archived_at IS NOT NULL AS "isArchived",
           CASE WHEN v.id IS NOT NULL THEN json_build_object('id', v.id, 'definition', v.definition) END AS version
      FROM pipelines p
      LEFT JOIN pipeline_versions v ON v.workspace_id = p.workspace_id AND v.pipeline_id = p.id AND v.kind = 'published'
                                   AND v.number = coalesce(${number}::int, p.published_version)
     WHERE p.workspace_id = ${workspaceId}::uuid AND (p.slug = ${name} OR p.id::text = ${name}) LIMIT 1`;
  return rows[0] ?? null;
}
