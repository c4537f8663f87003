import type { ArtifactId, PipelineId, PipelineVersionId, RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** What produced an artifact. */
export interface ArtifactMaker {
  readonly runId: RunId;
  readonly pipelineId: PipelineId;
  readonly pipelineName: string;
  readonly versionId: PipelineVersionId;
  /** Null for a frozen draft. */
  readonly versionNumber: number | null;
  /** Null: the run as a whole. */
  readonly nodeId: string | null;
  /** The node's attempt. Null for the run as a whole, and for a node without attempts. */
  readonly attempt: number | null;
}

/** A file by its hash, with the artifact it was first saved as. Null: it was not. */
export interface FileOrigin {
  readonly sha256: string;
  readonly artifactId: ArtifactId;
  readonly runId: RunId;
}

/** A run that refers to a file. */
export interface FileUse {
  readonly runId: RunId;
  readonly pipelineName: string;
  readonly createdAtMs: number;
  /** A fork of the run that produced the artifact, which took over its node or a file that the run refers to. */
  readonly isFork: boolean;
}

export interface MadeArtifact extends ArtifactMaker {
  /** Of its bytes, 64 hexadecimal digits. */
  readonly sha256: string;
  /** The inputs of the run and of the node. Null where deleted or absent. */
  readonly runInput: Json;
  readonly nodeInput: Json;
  readonly bodiesDeletedAtMs: number | null;
}

/** An artifact with what produced it, and the inputs. Null when the workspace has no such artifact. */
export async function findMadeArtifact(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  artifactId: ArtifactId,
): Promise<MadeArtifact | null> {
  const rows = await tx.$queryRaw<MadeArtifact[]>`
    SELECT a.run_id AS "runId", r.pipeline_id AS "pipelineId", p.name AS "pipelineName", r.version_id AS "versionId",
           v.number AS "versionNumber", a.node_id AS "nodeId", nullif(n.attempt_count, 0) AS attempt, a.sha256,
           r.input AS "runInput", n.input AS "nodeInput",
           (extract(epoch FROM r.bodies_deleted_at) * 1000)::float8 AS "bodiesDeletedAtMs"
      FROM artifacts a
      JOIN runs r ON r.workspace_id = a.workspace_id AND r.id = a.run_id
      JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
      JOIN pipeline_versions v ON v.workspace_id = r.workspace_id AND v.id = r.version_id
      LEFT JOIN node_runs n ON n.workspace_id = a.workspace_id AND n.run_id = a.run_id AND n.node_id = a.node_id
     WHERE a.workspace_id = ${workspaceId}::uuid AND a.id = ${artifactId}::uuid`;
  return rows[0] ?? null;
}

/** For each of these files, the artifact it was first saved as, if any, other than the artifact in question. */
export async function findFileOrigins(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  artifactId: ArtifactId,
  hashes: readonly string[],
): Promise<readonly FileOrigin[]> {
  if (hashes.length === 0) return [];
  return tx.$queryRaw<FileOrigin[]>`
    SELECT DISTINCT ON (o.file_sha256) o.file_sha256 AS sha256, o.id AS "artifactId", o.run_id AS "runId"
      FROM artifacts a
      JOIN artifacts o ON o.workspace_id = a.workspace_id AND o.file_sha256 = ANY(${[...hashes]}::text[])
                      AND o.run_id <> a.run_id AND o.created_at < a.created_at
     WHERE a.workspace_id = ${workspaceId}::uuid AND a.id = ${artifactId}::uuid
     ORDER BY o.file_sha256, o.created_at, o.id`;
}

/**
 * The latest runs, started after the artifact was produced, that refer to exactly its bytes as a file under any name,
 * or took over the node that produced it. Its own run and that run's tree are left out. If more than `mostLooked` runs
 * qualify, only some are considered.
 */
export async function listFileUses(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  artifactId: ArtifactId,
  { limit, mostLooked }: { readonly limit: number; readonly mostLooked: number },
): Promise<readonly FileUse[]> {
  return tx.$queryRaw<FileUse[]>`
    WITH made AS MATERIALIZED (
      SELECT a.sha256, a.created_at, a.run_id, a.node_id, coalesce(r.root_run_id, r.id) AS root_id
        FROM artifacts a JOIN runs r ON r.workspace_id = a.workspace_id AND r.id = a.run_id
       WHERE a.workspace_id = ${workspaceId}::uuid AND a.id = ${artifactId}::uuid
    ), taken AS MATERIALIZED (
      SELECT run_id FROM node_runs
       WHERE workspace_id = ${workspaceId}::uuid AND reused_from_run_id = (SELECT run_id FROM made)
         AND node_id = (SELECT node_id FROM made) LIMIT ${mostLooked}::int
    ), named AS MATERIALIZED (
      (SELECT run_id FROM run_files
        WHERE workspace_id = ${workspaceId}::uuid AND sha256 = (SELECT sha256 FROM made) LIMIT ${mostLooked}::int)
      UNION SELECT run_id FROM taken
    )
    SELECT r.id AS "runId", p.name AS "pipelineName",
           (extract(epoch FROM r.created_at) * 1000)::float8 AS "createdAtMs",
           coalesce(r.forked_from_run_id = made.run_id, false) OR r.id IN (SELECT run_id FROM taken) AS "isFork"
      FROM named CROSS JOIN made
      JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.id = named.run_id
      JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
     WHERE r.id <> made.root_id AND r.created_at >= made.created_at
     ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit}::int`;
}
