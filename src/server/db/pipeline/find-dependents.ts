import { type PipelineId, pipelineIdSchema, type WorkspaceId } from "#core/ids.ts";
import { type PipelineUse, usesOf } from "#core/pipeline/calls/uses-of.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

/** Another pipeline whose published version refers to this one. */
export interface Dependent extends PipelineUse {
  readonly pipelineId: PipelineId;
  readonly pipelineName: string;
}

/** Runs in progress of another pipeline that may call this one. */
export interface CallingRuns {
  readonly pipelineName: string;
  readonly runs: number;
}

/** An API token that has started runs. */
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
 * Pipelines that call this one, by its slug or id, or start when it ends. Raw SQL: it searches the graphs of versions.
 */
export async function findDependents(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  { id, slug }: { readonly id: PipelineId; readonly slug: string },
): Promise<readonly Dependent[]> {
  const rows = await tx.$queryRaw<
    { readonly id: string; readonly name: string; readonly definition: PipelineDefinition }[]
  >`
    SELECT p.id, p.name, v.definition
      FROM pipelines p
      JOIN pipeline_versions v ON v.workspace_id = p.workspace_id AND v.pipeline_id = p.id
           AND v.number = p.published_version
     WHERE p.workspace_id = ${workspaceId}::uuid AND p.archived_at IS NULL AND p.id <> ${id}::uuid
       AND jsonb_path_exists(v.definition::jsonb, '$.** ? (@.pipeline == $id || @.pipeline == $slug)',
                             ${JSON.stringify({ id, slug })}::jsonb, true)
     ORDER BY p.name, p.id`;
  return rows.flatMap(({ id: found, name, definition }) => {
    const use = usesOf(definition, { id, slug });
    return use === null ? [] : [{ pipelineId: pipelineIdSchema.parse(found), pipelineName: name, ...use }];
  });
}

/** Runs in progress of other pipelines whose frozen calls include this one; most first. */
export function countCallingRuns(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<readonly CallingRuns[]> {
  return tx.$queryRaw<CallingRuns[]>`
    SELECT p.name AS "pipelineName", count(*)::int AS runs
      FROM runs r JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
     WHERE r.workspace_id = ${workspaceId}::uuid AND r.status IN ('pending', 'running', 'waiting')
       AND r.pipeline_id <> ${pipelineId}::uuid AND r.calls IS NOT NULL
       AND EXISTS (SELECT FROM jsonb_each_text(r.calls) AS called
                     JOIN pipeline_versions v ON v.workspace_id = r.workspace_id AND v.id = called.value::uuid
                    WHERE v.pipeline_id = ${pipelineId}::uuid)
     GROUP BY p.id, p.name ORDER BY runs DESC, p.name LIMIT 20`;
}

/** The tokens that started a pipeline's latest runs, busiest first. */
export function findApiUsers(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<readonly ApiUser[]> {
  return tx.$queryRaw<ApiUser[]>`
    WITH latest AS (
      SELECT started_by_token FROM runs
       WHERE pipeline_id = ${pipelineId}::uuid AND workspace_id = ${workspaceId}::uuid AND trigger_kind <> 'judge'
       ORDER BY id DESC LIMIT 1000
    )
    SELECT t.name AS "tokenName", count(*)::int AS runs
      FROM latest l JOIN api_tokens t ON t.workspace_id = ${workspaceId}::uuid AND t.id = l.started_by_token
     GROUP BY t.id, t.name ORDER BY runs DESC, t.name LIMIT 20`;
}

/** How many runs of a pipeline are in progress, and how many of them wait. */
export async function countOpenRuns(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<OpenRuns> {
  const rows = await tx.$queryRaw<OpenRuns[]>`
    SELECT count(*) FILTER (WHERE status <> 'waiting')::int AS running,
           count(*) FILTER (WHERE status = 'waiting')::int AS waiting
      FROM runs WHERE pipeline_id = ${pipelineId}::uuid AND workspace_id = ${workspaceId}::uuid
       AND status IN ('pending', 'running', 'waiting') AND trigger_kind <> 'judge'`;
  return rows[0] ?? { running: 0, waiting: 0 };
}
