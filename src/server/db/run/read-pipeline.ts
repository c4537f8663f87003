import type { PipelineId, PipelineVersionId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { AgentSnapshot } from "#core/pipeline/plan/plan.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** What starting a run needs to know of a pipeline. */
export interface StartablePipeline {
  readonly pipelineId: PipelineId;
  readonly name: string;
  readonly isArchived: boolean;
  readonly draft: Json;
  /** The requested version, or the published one. Null when there is none. */
  readonly versionId: PipelineVersionId | null;
  /**
   * The database's time when it was read, milliseconds since the epoch: the start time of a run that is based on it.
   */
  readonly nowMs: number;
}

/** Finds a pipeline with one published version of it; `number` null: the current one. */
export async function readStartablePipeline(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  number: number | null,
): Promise<StartablePipeline | null> {
  const rows = await tx.$queryRaw<StartablePipeline[]>`
    SELECT p.id AS "pipelineId", p.name, p.archived_at IS NOT NULL AS "isArchived",
           CASE WHEN v.id IS NULL THEN p.draft END AS draft, v.id AS "versionId",
           floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs"
      FROM pipelines p
      LEFT JOIN pipeline_versions v ON v.workspace_id = p.workspace_id AND v.pipeline_id = p.id AND v.kind = 'published'
                                   AND v.number = coalesce(${number}::int, p.published_version)
     WHERE p.workspace_id = ${workspaceId}::uuid AND p.id = ${pipelineId}::uuid`;
  return rows[0] ?? null;
}

/**
 * Lets a run start only if this is the pipeline's published version now, and the pipeline is not archived: for callers
 * that have not read it in this transaction.
 * @throws an error that `isChangedMeanwhile` recognises.
 */
export async function requirePublished(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  versionId: PipelineVersionId,
): Promise<void> {
  await tx.$executeRaw`
    SELECT system.require(EXISTS (
      SELECT FROM pipelines p
        JOIN pipeline_versions v ON v.workspace_id = p.workspace_id AND v.pipeline_id = p.id AND v.kind = 'published'
                                AND v.number = p.published_version
       WHERE p.workspace_id = ${workspaceId}::uuid AND p.id = ${pipelineId}::uuid AND p.archived_at IS NULL
         AND v.id = ${versionId}::uuid))`;
}

/** The pipeline's draft. Null when the workspace has no such pipeline. */
export async function readDraft(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<{ readonly draft: Json } | null> {
  const rows = await tx.$queryRaw<{ draft: Json }[]>`
    SELECT draft FROM pipelines WHERE workspace_id = ${workspaceId}::uuid AND id = ${pipelineId}::uuid`;
  return rows[0] ?? null;
}

/** The workspace's agents (without archived ones), as a version freezes them. */
export async function readAgentSnapshots(
  tx: TenantSql,
  workspaceId: WorkspaceId,
): Promise<readonly AgentSnapshot[]> {
  return tx.$queryRaw<AgentSnapshot[]>`
    SELECT jsonb_strip_nulls(jsonb_build_object('key', key, 'name', name, 'instructions', instructions, 'model', model,
           'maxTokens', max_tokens, 'temperature', temperature, 'fallbackModel', fallback_model,
           'effort', effort)) AS agent
      FROM agents WHERE workspace_id = ${workspaceId}::uuid AND archived_at IS NULL ORDER BY key`.then(
    (rows) => (rows as unknown as { agent: AgentSnapshot }[]).map((row) => row.agent),
  );
}

/** Freezes a draft; equal content is frozen only once. Returns the version's id, new or existing. */
export async function insertFrozenVersion(
  tx: TenantSql,
  version: {
    readonly id: PipelineVersionId;
    readonly workspaceId: WorkspaceId;
    readonly pipelineId: PipelineId;
    readonly definition: object;
    readonly agents: readonly AgentSnapshot[];
    readonly contentHash: string;
    /** The version's purpose: a run of the draft, a rehearsal, or a judge of test cases. */
    readonly kind: "draft" | "rehearsal" | "judge";
  },
): Promise<PipelineVersionId> {
  const { id, workspaceId, pipelineId, contentHash, kind } = version;
  const rows = await tx.$queryRaw<{ id: PipelineVersionId }[]>`
    WITH added AS (
      INSERT INTO pipeline_versions (id, workspace_id, pipeline_id, number, kind, definition, agents, content_hash)
      VALUES (${id}::uuid, ${workspaceId}::uuid, ${pipelineId}::uuid, NULL, ${kind},
              ${JSON.stringify(version.definition)}::json, ${JSON.stringify(version.agents)}::jsonb, ${contentHash})
      ON CONFLICT (workspace_id, pipeline_id, content_hash, kind) DO NOTHING
      RETURNING id
    )
    SELECT id FROM added
    UNION ALL
    SELECT id FROM pipeline_versions WHERE workspace_id = ${workspaceId}::uuid AND pipeline_id = ${pipelineId}::uuid
       AND content_hash = ${contentHash} AND kind = ${kind}
    LIMIT 1`;
  const found = rows[0];
  // Another transaction has just frozen the same content: its row is visible to the next statement.
  return found === undefined ? insertFrozenVersion(tx, version) : found.id;
}
