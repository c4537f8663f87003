import type { ArtifactId, RunId, WorkspaceId } from "#core/ids.ts";
import type { ArtifactEncoding, StoredFile } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** `run`: the document of a whole run, stored when it ends. `saved`: what a node asked to keep. */
export type ArtifactKind = "run" | "saved";

export interface ArtifactSummary {
  readonly id: ArtifactId;
  readonly runId: RunId;
  readonly nodeId: string | null;
  readonly kind: ArtifactKind;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly createdAtMs: number;
}

export interface ArtifactWrite {
  readonly nodeId: string | null;
  readonly kind: ArtifactKind;
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
  readonly encoding: ArtifactEncoding;
  /** Its bytes are in the file store. */
  readonly file?: StoredFile;
}

/** An artifact's content: a text, or the base64 of binary bytes. */
export interface ArtifactContent {
  readonly content: string;
  readonly encoding: ArtifactEncoding;
}

/** An artifact as stored: its content, or a reference to the file that holds it. */
export interface KeptArtifact extends ArtifactSummary, ArtifactContent {
  /** Not null: the content is this file, and `content` is empty. */
  readonly fileSha256: string | null;
}

/**
 * Stores artifacts. Size and hash are computed by the database from the bytes it stores, or were computed by the file
 * store.
 */
export async function insertArtifacts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  artifacts: readonly (ArtifactWrite & { readonly runId: RunId })[],
): Promise<void> {
  const [first, ...others] = artifacts;
  if (first === undefined) return;
  // Most runs produce only their own document.
  if (others.length === 0 && isText(first)) return insertText(tx, workspaceId, first);
  const rows = artifacts.map((artifact) => ({
    ...artifact,
    run_id: artifact.runId,
    node_id: artifact.nodeId,
    media_type: artifact.mediaType,
    file_sha256: artifact.file?.sha256 ?? null,
    file_bytes: artifact.file?.bytes ?? null,
  }));
  await tx.$executeRaw`
    INSERT INTO artifacts (id, workspace_id, run_id, node_id, kind, name, media_type, size_bytes, sha256, content,
           encoding, file_sha256, created_at)
    SELECT gen_random_uuid(), ${workspaceId}::uuid, a.run_id, a.node_id, a.kind, a.name, a.media_type,
           coalesce(a.file_bytes, octet_length(kept.bytes)), coalesce(a.file_sha256, encode(sha256(kept.bytes), 'hex')),
           a.content, a.encoding, a.file_sha256, clock_timestamp()
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS a(run_id uuid, node_id text, kind text, name text, media_type text, content text, encoding text, file_sha256 text,
             file_bytes bigint)
     CROSS JOIN LATERAL (
       SELECT CASE a.encoding WHEN 'base64' THEN decode(a.content, 'base64') ELSE convert_to(a.content, 'UTF8') END AS bytes
     ) AS kept`;
}

function isText({ encoding, file }: ArtifactWrite): boolean {
  return encoding === "text" && file === undefined;
}

/** The same for a single text, at four fifths of the cost. */
async function insertText(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, nodeId, kind, name, mediaType, content }: ArtifactWrite & { readonly runId: RunId },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO artifacts (id, workspace_id, run_id, node_id, kind, name, media_type, size_bytes, sha256, content, encoding,
           created_at)
    VALUES (gen_random_uuid(), ${workspaceId}::uuid, ${runId}::uuid, ${nodeId}, ${kind}, ${name}, ${mediaType},
            octet_length(${content}::text), encode(sha256(convert_to(${content}::text, 'UTF8')), 'hex'), ${content}::text,
            'text', clock_timestamp())`;
}

export interface ArtifactFilter {
  /** Restricts the list to one run. */
  readonly runId: RunId | null;
  /** The last artifact of the previous page. */
  readonly after: ArtifactId | null;
  readonly limit: number;
}

export async function countArtifacts(tx: TenantSql, workspaceId: WorkspaceId, runId: RunId): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::float8 AS count FROM artifacts
     WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid`;
  return rows[0]?.count ?? 0;
}

/** Newest first, without contents, by keyset: a deep page costs the same as the first. */
export async function listArtifacts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, after, limit }: ArtifactFilter,
): Promise<readonly ArtifactSummary[]> {
  return tx.$queryRaw<ArtifactSummary[]>`
    /* planned each time */ SELECT id, run_id AS "runId", node_id AS "nodeId", kind, name, media_type AS "mediaType",
           size_bytes::float8 AS "sizeBytes", sha256, (extract(epoch FROM created_at) * 1000)::float8 AS "createdAtMs"
      FROM artifacts
     WHERE workspace_id = ${workspaceId}::uuid AND (${runId}::uuid IS NULL OR run_id = ${runId}::uuid)
       AND (${after}::uuid IS NULL OR (created_at, id) <
            (SELECT created_at, id FROM artifacts WHERE workspace_id = ${workspaceId}::uuid AND id = ${after}::uuid))
     ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
}

export async function hasArtifact(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  artifactId: ArtifactId,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM artifacts WHERE workspace_id = ${workspaceId}::uuid AND id = ${artifactId}::uuid`;
  return rows.length > 0;
}

/** One artifact with its content. Null when the workspace has no such artifact. */
export async function findArtifact(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  artifactId: ArtifactId,
): Promise<KeptArtifact | null> {
  const rows = await tx.$queryRaw<KeptArtifact[]>`
    SELECT id, run_id AS "runId", node_id AS "nodeId", kind, name, media_type AS "mediaType",
           size_bytes::float8 AS "sizeBytes", sha256, (extract(epoch FROM created_at) * 1000)::float8 AS "createdAtMs", content,
           encoding, file_sha256 AS "fileSha256"
      FROM artifacts WHERE workspace_id = ${workspaceId}::uuid AND id = ${artifactId}::uuid`;
  return rows[0] ?? null;
}
