import { AppError } from "#core/errors.ts";
import type { WorkspaceId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { markWhole, takeUpFile } from "#server/db/file/file-rows.ts";
import type { BodySource } from "#server/files/body-store.ts";
import type { FileTools } from "./file-tools.ts";

/** A deletion takes only moments: an upload of the same bytes waits for it. */
const tries = 50;
const pauseMs = 200;

/**
 * Stores bytes for a workspace, for a day unless something refers to them. When this resolves they are durable,
 * whatever happens to this process. Bytes that already exist are kept on and not written again.
 *
 * The row is written first and marked as incomplete, so whatever a crash leaves behind is known, and deleted a day
 * later.
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
