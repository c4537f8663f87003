import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** Where the bytes of a file are stored. */
export type FilePlace = "database" | "folder" | "s3";

/** A complete file of a workspace. */
export interface FileRow {
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly place: FilePlace;
}

/** After this time, the process that was deleting the bytes of a file must have died. */
const doomedForSeconds = 600;

/**
 * Inserts the row of a file, or reuses the existing one; either way it is not deleted for a day. Null while the bytes
 * of an earlier one are being deleted: try again.
 */
export async function takeUpFile(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { sha256, mediaType, bytes, place }: FileRow,
): Promise<{ readonly isWhole: boolean; readonly place: FilePlace } | null> {
  const [row] = await tx.$queryRaw<{ isWhole: boolean; place: FilePlace }[]>`
    INSERT INTO files AS f (workspace_id, sha256, media_type, size_bytes, place)
    VALUES (${workspaceId}::uuid, ${sha256}, ${mediaType}, ${bytes}::float8::bigint, ${place})
    ON CONFLICT (workspace_id, sha256) DO UPDATE
      SET touched_at = clock_timestamp(), is_whole = f.is_whole AND f.doomed_at IS NULL, doomed_at = NULL,
          place = CASE WHEN f.is_whole THEN f.place ELSE excluded.place END
      WHERE f.doomed_at IS NULL OR f.doomed_at < clock_timestamp() - make_interval(secs => ${doomedForSeconds}::float8)
    RETURNING is_whole AS "isWhole", place`;
  return row ?? null;
}

/** Marks a file as complete. False where its row was deleted: it must be uploaded again. */
export async function markWhole(tx: TenantSql, workspaceId: WorkspaceId, sha256: string): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE files SET is_whole = true, touched_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND sha256 = ${sha256} AND doomed_at IS NULL`;
  return count === 1;
}

/** A file of the workspace, or null. */
export async function findFile(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  sha256: string,
): Promise<FileRow | null> {
  const [row] = await tx.$queryRaw<FileRow[]>`
    SELECT sha256, media_type AS "mediaType", size_bytes::float8 AS bytes, place FROM files
     WHERE workspace_id = ${workspaceId}::uuid AND sha256 = ${sha256} AND is_whole`;
  return row ?? null;
}

/** The subset of these files that the workspace has. */
export async function knownFiles(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  hashes: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ sha256: string }[]>`
    SELECT sha256 FROM files
     WHERE workspace_id = ${workspaceId}::uuid AND sha256 = ANY(${[...hashes]}::text[]) AND is_whole`;
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** Keeps files as long as the bodies of a run, or of the root of its tree. Unknown files are skipped. */
export async function nameFiles(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
  hashes: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    WITH held AS (
      UPDATE files SET touched_at = clock_timestamp()
       WHERE workspace_id = ${workspaceId}::uuid AND sha256 = ANY(${[...hashes]}::text[]) AND is_whole
      RETURNING sha256
    )
    INSERT INTO run_files (workspace_id, run_id, sha256)
    SELECT r.workspace_id, coalesce(r.root_run_id, r.id), held.sha256 FROM runs r CROSS JOIN held
     WHERE r.workspace_id = ${workspaceId}::uuid AND r.id = ${runId}::uuid
    ON CONFLICT DO NOTHING`;
}

/** A fork's copied outputs may refer to any file of the run that it was forked from. */
export async function copyRunFiles(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  from: RunId,
  to: RunId,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO run_files (workspace_id, run_id, sha256)
    SELECT named.workspace_id, ${to}::uuid, named.sha256 FROM runs r
      JOIN run_files named ON named.workspace_id = r.workspace_id AND named.run_id = coalesce(r.root_run_id, r.id)
     WHERE r.workspace_id = ${workspaceId}::uuid AND r.id = ${from}::uuid
    ON CONFLICT DO NOTHING`;
}

/**
 * Marks files that no run or artifact refers to and that nobody has touched since a moment; from then on they cannot be
 * reused. The caller deletes their bytes, then their rows.
 */
export function doomFiles(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { beforeMs, limit }: { readonly beforeMs: number; readonly limit: number },
): Promise<readonly Pick<FileRow, "sha256" | "place">[]> {
  const before = beforeMs / 1_000;
  return tx.$queryRaw`
    UPDATE files SET is_whole = false, doomed_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND touched_at < to_timestamp(${before}::float8)
       AND sha256 = ANY(ARRAY(
         SELECT sha256 FROM files f
          WHERE workspace_id = ${workspaceId}::uuid AND touched_at < to_timestamp(${before}::float8)
            AND (doomed_at IS NULL OR doomed_at < clock_timestamp() - make_interval(secs => ${doomedForSeconds}::float8))
            AND NOT EXISTS (SELECT FROM run_files n WHERE n.workspace_id = f.workspace_id AND n.sha256 = f.sha256)
            AND NOT EXISTS (SELECT FROM artifacts a WHERE a.workspace_id = f.workspace_id AND a.file_sha256 = f.sha256)
          ORDER BY touched_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED))
    RETURNING sha256, place`;
}

/** Deletes the rows of doomed files whose bytes are gone. */
export function deleteDoomedFiles(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  hashes: readonly string[],
): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM files
     WHERE workspace_id = ${workspaceId}::uuid AND sha256 = ANY(${[...hashes]}::text[]) AND doomed_at IS NOT NULL`;
}

/** How many files a workspace has, complete or not. */
export async function countFiles(tx: TenantSql, workspaceId: WorkspaceId): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::float8 AS count FROM files WHERE workspace_id = ${workspaceId}::uuid`;
  return row?.count ?? 0;
}
