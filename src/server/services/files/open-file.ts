import { AppError } from "#core/errors.ts";
import type { WorkspaceId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type FileRow, findFile } from "#server/db/file/file-rows.ts";
import type { ByteRange } from "#server/files/body-store.ts";
import type { FileTools } from "./file-tools.ts";
import { fileNotFound } from "./require-files.ts";

/** A file of a workspace, ready to be read. */
export interface OpenedFile extends FileRow {
  /** @throws AppError FILES_UNAVAILABLE, also where its store has lost it. */
  read(range?: ByteRange): Promise<AsyncIterable<Uint8Array>>;
}

/**
 * Finds a file by the hash of its bytes among those of one workspace; files of other workspaces are not found.
 * @throws AppError NOT_FOUND.
 */
export async function openFile(
  { db, bodies }: FileTools,
  workspaceId: WorkspaceId,
  sha256: string,
): Promise<OpenedFile> {
  const row = await withTenant(db, workspaceId, (tx) => findFile(tx, workspaceId, sha256));
  if (row === null) throw fileNotFound(sha256);
  const { place, bytes } = row;
  return {
    ...row,
    async read(range = { first: 0, count: bytes }) {
      const body = await bodies.at(place).read({ workspaceId, sha256 }, range);
      if (body !== null) return body;
      throw new AppError(
        "FILES_UNAVAILABLE",
        `The store of files has lost sha256:${sha256}. The operator of this Penstock can restore it from a backup.`,
        { retryable: false },
      );
    },
  };
}

/** All bytes of a file. @throws AppError as `openFile` and its `read`. */
export async function readFile(
  tools: FileTools,
  workspaceId: WorkspaceId,
  sha256: string,
): Promise<Uint8Array> {
  const file = await openFile(tools, workspaceId, sha256);
  const chunks: Uint8Array[] = [];
  for await (const chunk of await file.read()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
