import { AppError } from "#core/errors.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import type { Download } from "./download.ts";
import { openFile } from "./open-file.ts";

/**
 * Opens a file of the workspace, by the hash of its bytes, for download.
 * @throws AppError FORBIDDEN, INVALID_INPUT, NOT_FOUND.
 */
export async function downloadFile(context: ServiceContext, sha256: string): Promise<Download> {
  authorize(context, "artifacts.read");
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw new AppError("INVALID_INPUT", "Name the file by its hash: 64 hexadecimal digits.");
  const file = await openFile(context, context.actor.workspaceId, sha256);
  return { ...file, name: sha256.slice(0, 12) };
}
