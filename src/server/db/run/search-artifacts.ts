import type { ArtifactId, PipelineId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { escapeLike } from "#server/db/escape-like.ts";
import type { ArtifactSummary } from "./artifact-store.ts";

export interface ArtifactSearch {
  /** Part of a name, case-insensitive. Null: any. */
  readonly text: string | null;
  /** The beginning of the media type. Null: any. */
  readonly mediaType: string | null;
  readonly pipelineId: PipelineId | null;
  /** Also the document that each run produces. */
  readonly withRunDocuments: boolean;
  /** The maximum age. Null: any. */
  readonly withinSeconds: number | null;
  readonly after: ArtifactId | null;
  readonly limit: number;
}

/** An artifact with its origin. */
export interface FoundArtifact extends ArtifactSummary {
  readonly pipelineId: PipelineId;
  readonly pipelineName: string;
  /** The node's attempt that produced it. Null: it is the run's own document. */
  readonly attempt: number | null;
  /** When its content was deleted, milliseconds since the epoch. Null: it exists. */
  readonly bodiesDeletedAtMs: number | null;
}

export interface ArtifactsFound {
  readonly artifacts: readonly FoundArtifact[];
  /** The last one examined, where there may be more after it. */
  readonly stoppedAt: ArtifactId | null;
}

/**
 * Artifacts across runs, newest first, by keyset. At most `mostLooked` are examined, so that a rare match does not read
 * all of them: the result says where the search stopped, and the next call continues there.
 */
export async function searchArtifacts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  search: ArtifactSearch,
  mostLooked: number,
): Promise<ArtifactsFound> {
  const { text, mediaType, pipelineId, withRunDocuments, withinSeconds, after, limit } = search;
  const [name, type] = [text, mediaType].map((part) => (part === null ? null : escapeLike(part)));
  const rows = await tx.$queryRaw<(FoundArtifact & { looked: number; lastLooked: ArtifactId })[]>`
    /* planned each time */ WITH looked AS MATERIALIZED (
      SELECT id, run_id, node_id, kind, name, media_type, size_bytes, sha256, created_at FROM artifacts
       WHERE workspace_id = ${workspaceId}::uuid AND (${withRunDocuments}::boolean OR kind = 'saved')
         AND (${withinSeconds}::float8 IS NULL OR created_at > statement_timestamp() - make_interval(secs => ${withinSeconds}::float8))
         AND (${after}::uuid IS NULL OR (created_at, id) <
              (SELECT created_at, id FROM artifacts WHERE workspace_id = ${workspaceId}::uuid AND id = ${after}::uuid))
       ORDER BY created_at DESC, id DESC LIMIT ${mostLooked}::int
    ), edge AS (
      SELECT count(*)::float8 AS looked, (SELECT id FROM looked ORDER BY created_at, id LIMIT 1) AS last FROM looked
    ), found AS (
      SELECT looked.*, r.pipeline_id, r.bodies_deleted_at FROM looked JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.id = looked.run_id
       WHERE (${name}::text IS NULL OR looked.name ILIKE '%' || ${name}::text || '%')
         AND (${type}::text IS NULL OR looked.media_type LIKE ${type}::text || '%')
         AND (${pipelineId}::uuid IS NULL OR r.pipeline_id = ${pipelineId}::uuid)
       ORDER BY looked.created_at DESC, looked.id DESC LIMIT ${limit}::int + 1
    )
    SELECT f.id, f.run_id AS "runId", f.node_id AS "nodeId", f.kind, f.name, f.media_type AS "mediaType",
           f.size_bytes::float8 AS "sizeBytes", f.sha256, (extract(epoch FROM f.created_at) * 1000)::float8 AS "createdAtMs",
           f.pipeline_id AS "pipelineId", p.name AS "pipelineName", n.attempt_count AS attempt,
           (extract(epoch FROM f.bodies_deleted_at) * 1000)::float8 AS "bodiesDeletedAtMs", edge.looked, edge.last AS "lastLooked"
      FROM edge LEFT JOIN found f ON true
      LEFT JOIN pipelines p ON p.workspace_id = ${workspaceId}::uuid AND p.id = f.pipeline_id
      LEFT JOIN node_runs n ON n.workspace_id = ${workspaceId}::uuid AND n.run_id = f.run_id AND n.node_id = f.node_id
     ORDER BY f.created_at DESC, f.id DESC`;
  const artifacts = rows.flatMap(({ looked: _, lastLooked: __, ...row }) => (row.id === null ? [] : [row]));
  if (artifacts.length > limit) {
    const shown = artifacts.slice(0, limit);
    return { artifacts: shown, stoppedAt: shown.at(-1)?.id ?? null };
  }
  const [edge] = rows;
  return { artifacts, stoppedAt: edge !== undefined && edge.looked === mostLooked ? edge.lastLooked : null };
}
