import { type PipelineId, pipelineIdSchema, type WorkspaceId } from "#core/ids.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

/** One pipeline that uses an agent, in its draft or in a published version. */
export interface AgentUse {
  readonly agentKey: string;
  readonly pipelineId: PipelineId;
  readonly pipelineName: string;
  readonly isArchived: boolean;
  /** The current version. Null until something is published. */
  readonly publishedVersion: number | null;
  /** Names of the draft's nodes that use the agent; empty where only versions do. */
  readonly draftNodes: readonly string[];
  /** Numbers of the published versions that use it, newest first. */
  readonly versions: readonly number[];
}

/**
 * Every use of the workspace's agents, or of one, also in bodies. Raw SQL, so that the graphs of all drafts and
 * versions are searched in the database.
 */
export async function listAgentUses(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  agentKey: string | null,
): Promise<readonly AgentUse[]> {
  const rows = await tx.$queryRaw<AgentUse[]>`
    WITH graphs AS (
      SELECT id AS pipeline_id, NULL::int AS number, draft AS graph FROM pipelines WHERE workspace_id = ${workspaceId}::uuid
      UNION ALL
      SELECT pipeline_id, number, definition FROM pipeline_versions
       WHERE workspace_id = ${workspaceId}::uuid AND kind = 'published'
    ), uses AS (
      SELECT pipeline_id, number, node -> 'config' ->> 'agentId' AS key,
             coalesce(node ->> 'name', node ->> 'id', 'node') AS node_name
        FROM graphs, jsonb_path_query(graph::jsonb, '$.**.nodes[*] ? (@.type == "agent" && exists (@.config.agentId))', '{}', true) AS node
    )
    SELECT u.key AS "agentKey", p.id AS "pipelineId", p.name AS "pipelineName",
           p.archived_at IS NOT NULL AS "isArchived", p.published_version AS "publishedVersion",
           coalesce(array_agg(DISTINCT u.node_name) FILTER (WHERE u.number IS NULL), '{}') AS "draftNodes",
           coalesce(array_agg(DISTINCT u.number ORDER BY u.number DESC) FILTER (WHERE u.number IS NOT NULL), '{}') AS versions
      FROM uses u
      JOIN pipelines p ON p.workspace_id = ${workspaceId}::uuid AND p.id = u.pipeline_id
     WHERE u.key = coalesce(${agentKey}::text, u.key)
     GROUP BY u.key, p.id, p.name, p.archived_at, p.published_version
     ORDER BY u.key, p.name, p.id`;
  return rows.map((row) => ({ ...row, pipelineId: pipelineIdSchema.parse(row.pipelineId) }));
}
