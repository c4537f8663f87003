import { AppError } from "#core/errors.ts";
import type { WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { knownFiles } from "#server/db/file/file-rows.ts";

/** @throws AppError NOT_FOUND where the workspace does not have one of the files. */
export async function requireFiles(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  hashes: readonly string[],
): Promise<void> {
  const known = await knownFiles(tx, workspaceId, hashes);
  const missing = hashes.find((sha256) => !known.has(sha256));
  if (missing !== undefined) throw fileNotFound(missing);
}

/** The workspace has no such file; whether another workspace has it is not revealed. */
export function fileNotFound(sha256: string): AppError {
  return new AppError(
    "NOT_FOUND",
    `There is no file sha256:${sha256} in this workspace. Files that no run names are deleted after a day: upload it again.`,
  );
}
