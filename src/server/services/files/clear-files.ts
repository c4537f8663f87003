import type { WorkspaceId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { deleteDoomedFiles, doomFiles } from "#server/db/file/file-rows.ts";
import type { FileTools } from "./file-tools.ts";

interface SomeFiles {
  /** Only those not touched since then, milliseconds since the epoch. */
  readonly beforeMs: number;
  readonly limit: number;
}

/**
 * Deletes some unreferenced files, with their bytes. If a process dies in between, or a store does not answer, the next
 * pass deletes the rest. Returns how many were deleted.
 */
export async function clearFiles(
  { db, bodies }: FileTools,
  workspaceId: WorkspaceId,
  some: SomeFiles,
): Promise<number> {
  const doomed = await withTenant(db, workspaceId, (tx) => doomFiles(tx, workspaceId, some));
  for (const { sha256, place } of doomed) await bodies.at(place).remove({ workspaceId, sha256 });
  if (doomed.length === 0) return 0;
  const hashes = doomed.map(({ sha256 }) => sha256);
  await withTenant(db, workspaceId, (tx) => deleteDoomedFiles(tx, workspaceId, hashes));
  return doomed.length;
}
