import { type PipelineId, pipelineIdSchema, type WorkspaceId } from "#core/ids.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

/** A pipeline as it runs now. */
export interface RunningPipeline {
  readonly id: PipelineId;
  readonly name: string;
  readonly definition: PipelineDefinition;
}

/** Pipelines whose published version may name a secret: it holds the word `secrets` and the name somewhere. */
export async function listPipelinesMentioning(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  secretName: string,
): Promise<readonly RunningPipeline[]> {
  const rows = await tx.$queryRaw<RunningPipeline[]>`
    SELECT p.id, p.name, v.definition
      FROM pipelines p
      JOIN pipeline_versions v
        ON v.workspace_id = p.workspace_id AND v.pipeline_id = p.id AND v.number = p.published_version
     WHERE p.workspace_id = ${workspaceId}::uuid AND p.archived_at IS NULL
       AND position('secrets' IN v.definition::text) > 0 AND position(${secretName} IN v.definition::text) > 0
     ORDER BY p.name, p.id`;
  return rows.map((row) => ({ ...row, id: pipelineIdSchema.parse(row.id) }));
}
