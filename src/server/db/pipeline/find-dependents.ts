import { type PipelineId, pipelineIdSchema, type WorkspaceId } from "#core/ids.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

/** Another pipeline whose published version names this one. */
export interface Dependent {
  readonly pipelineId: PipelineId;
  readonly pipelineName: string;
  /** Names of the nodes that call its published version; those that name a version of it do not depend on the next. */
  readonly callers: readonly string[];
  /** Whether the end of a run of this one starts it. */
  readonly startsAfter: boolean;
}

/** A token whose program has started runs. */
export interface ApiUser {
  readonly tokenName: string;
  /** Of the latest thousand runs. */
  readonly runs: number;
}

export interface OpenRuns {
  readonly running: number;
  readonly waiting: number;
}

/**
 * Pipelines that call this one, by its slug or id, or start when it ends. Raw: it looks into the graphs of versions.
 */
export async function findDependents(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  { id, slug }: { readonly id: PipelineId; readonly slug: string },
): Promise<readonly Dependent[]> {
  const names = JSON.stringify({ id, slug });
  const rows = await tx.$queryRaw<Dependent[]>`
    WITH published AS (
      SELECT p.id, p.name, v.definition
        FROM pipelines p
        JOIN pipeline_versions v ON v.workspace_id = p.workspace_id AND v.pipeline_id = p.id
             AND v.number = p.published_version
       WHERE p.workspace_id = ${workspaceId}::uuid AND p.archived_at IS NULL AND p.id <> ${id}::uuid
    ), named AS (
      SELECT id, name,
             ARRAY(SELECT coalesce(node ->> 'name', node ->> 'id') FROM jsonb_path_query(definition,
               '$.nodes[*] ? (@.type == "call" && (@.config.pipeline == $id || @.config.pipeline == $slug) && !exists (@.config.version))',
               ${names}::jsonb, true) AS node) AS callers,
             jsonb_path_exists(definition,
               '$.triggers[*] ? (@.kind == "run" && (@.pipeline == $id || @.pipeline == $slug))',
               ${names}::jsonb, true) AS starts_after
        FROM published
    )
    SELECT id AS "pipelineId", name AS "pipelineName", callers, starts_after AS "startsAfter"
      FROM named WHERE cardinality(callers) > 0 OR starts_after ORDER BY name, id`;
  return rows.map((row) => ({ ...row, pipelineId: pipelineIdSchema.parse(row.pipelineId) }));
}

/** The tokens that have started the latest runs of a pipeline, the busiest first. */
export function findApiUsers(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<readonly ApiUser[]> {
  return tx.$queryRaw<ApiUser[]>`
    WITH latest AS (
      SELECT started_by_token FROM runs
       WHERE pipeline_id = ${pipelineId}::uuid AND workspace_id = ${workspaceId}::uuid
       ORDER BY id DESC LIMIT 1000
    )
    SELECT t.name AS "tokenName", count(*)::int AS runs
      FROM latest l JOIN api_tokens t ON t.workspace_id = ${workspaceId}::uuid AND t.id = l.started_by_token
     GROUP BY t.id, t.name ORDER BY runs DESC, t.name LIMIT 20`;
}

/** How many runs of a pipeline are under way, and how many of them wait. */
export async function countOpenRuns(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<OpenRuns> {
  const rows = await tx.$queryRaw<OpenRuns[]>`
    SELECT count(*) FILTER (WHERE status <> 'waiting')::int AS running,
           count(*) FILTER (WHERE status = 'waiting')::int AS waiting
      FROM runs WHERE pipeline_id = ${pipelineId}::uuid AND workspace_id = ${workspaceId}::uuid
       AND status IN ('pending', 'running', 'waiting')`;
  return rows[0] ?? { running: 0, waiting: 0 };
}
