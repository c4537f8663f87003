import { AppError } from "#core/errors.ts";
import { typeOfFile } from "#core/http/file-kinds.ts";
import { type FileRef, fileRefOf, hashOf } from "#core/http/file-ref.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { nameFiles } from "#server/db/file/file-rows.ts";
import { fileTooLarge, sourceOf } from "#server/files/spool.ts";
import type { FileTools } from "./file-tools.ts";
import { keepFile } from "./keep-file.ts";
import { readFile } from "./open-file.ts";

/** The owner of a task's files: its workspace and its run. */
interface Owner {
  readonly workspaceId: WorkspaceId;
  readonly runId: RunId;
}

/**
 * The only place where a worker reads a run's file as bytes, or stores bytes as a file. It sees only files of the
 * task's own workspace, whatever hash an expression computes.
 */
export function filesForTasks(tools: FileTools) {
  const { db, bodies } = tools;
  return {
    maxBytes: bodies.maxBytes,
    async read({ workspaceId }: Owner, ref: FileRef): Promise<Uint8Array> {
      const bytes = await readFile(tools, workspaceId, hashOf(ref));
      if (bytes.byteLength === ref.bytes) return bytes;
      throw new AppError(
        "INVALID_INPUT",
        `${ref.file} is not the file that the run says it is: it has ${bytes.byteLength} bytes and not ${ref.bytes}.`,
      );
    },
    async keep({ workspaceId, runId }: Owner, bytes: Uint8Array, mediaType: string): Promise<FileRef> {
      if (bytes.byteLength > bodies.maxBytes) throw fileTooLarge(bodies.maxBytes);
      const source = sourceOf(bytes);
      // Bytes that do not match their claimed image type are passed on as plain bytes; the run still has the name.
      const found = typeOfFile(mediaType, bytes);
      await keepFile(tools, workspaceId, source, found.ok ? found.mediaType : "application/octet-stream");
      await withTenant(db, workspaceId, (tx) => nameFiles(tx, workspaceId, runId, [source.sha256]));
      return fileRefOf(source.sha256, mediaType, source.bytes);
    },
  };
}
