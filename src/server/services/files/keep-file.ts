import { AppError } from "#core/errors.ts";
import type { WorkspaceId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { markWhole, takeUpFile } from "#server/db/file/file-rows.ts";
import type { BodySource } from "#server/files/body-store.ts";
import type { FileTools } from "./file-tools.ts";

/** A file is deleted within moments: whoever keeps the same bytes again waits for that. */
const tries = 50;
const pauseMs = 200;

/**
 * Keeps bytes in the store of a workspace, for a day unless something names them. When this resolves they are there,
 * whatever happens to this process; bytes that were there are kept on, and are not written again.
 *
 * The row comes first and says that the bytes are not all there; so whatever a crash leaves behind is known, and is
 * deleted a day later.
 */
export async function keepFile(
  { db, bodies }: FileTools,
  workspaceId: WorkspaceId,
  source: BodySource,
  mediaType: string,
): Promise<void> {
  const { sha256, bytes } = source;
  const row = { sha256, mediaType, bytes, place: bodies.placeOf(bytes) };
  for (let count = 0; count < tries; count += 1) {
    const taken = await withTenant(db, workspaceId, (tx) => takeUpFile(tx, workspaceId, row));
    if (taken?.isWhole) return;
    if (taken === null) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      continue;
    }
    await bodies.at(taken.place).put({ workspaceId, sha256 }, source);
    if (await withTenant(db, workspaceId, (tx) => markWhole(tx, workspaceId, sha256))) return;
  }
  throw new AppError("FILES_UNAVAILABLE", "The same file is being deleted right now. Try again in a moment.");
}
