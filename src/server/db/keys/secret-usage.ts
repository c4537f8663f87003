import { type PipelineId, pipelineIdSchema, type WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

/** A pipeline's published definition and its draft. */
export interface MentioningPipeline {
  readonly id: PipelineId;
  readonly name: string;
  /** Null where nothing is published. */
  readonly published: PipelineDefinition | null;
  readonly draft: Json;
}

/** Graphs have up to 256 kB each. */
const pageSize = 50;

/**
 * A page of the pipelines that may refer to a secret, in their published version or draft: both the word `secrets` and
 * the name occur somewhere. Ordered by id, after a given one.
 */
export async function listPipelinesMentioning(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  secretName: string,
  after: PipelineId | null,
): Promise<readonly MentioningPipeline[]> {
  const rows = await tx.$queryRaw<MentioningPipeline[]>`
    SELECT p.id, p.name, v.definition AS published, p.draft
      FROM pipelines p
      LEFT JOIN pipeline_versions v
        ON v.workspace_id = p.workspace_id AND v.pipeline_id = p.id AND v.number = p.published_version
     CROSS JOIN LATERAL (SELECT coalesce(v.definition::text, '') AS one, coalesce(p.draft::text, '') AS other) AS texts
     WHERE p.workspace_id = ${workspaceId}::uuid AND p.archived_at IS NULL
       AND (${after}::uuid IS NULL OR p.id > ${after}::uuid)
       AND ((position('secrets' IN one) > 0 AND position(${secretName} IN one) > 0)
            OR (position('secrets' IN other) > 0 AND position(${secretName} IN other) > 0))
     ORDER BY p.id LIMIT ${pageSize}`;
  return rows.map((row) => ({ ...row, id: pipelineIdSchema.parse(row.id) }));
}
