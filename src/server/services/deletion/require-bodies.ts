import { AppError } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import { readBodiesDeletedAt } from "#server/db/deletion/bodies.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** @throws AppError BODY_DELETED when the run's inputs and outputs were deleted. */
export async function requireBodies(tx: TenantSql, workspaceId: WorkspaceId, runId: RunId): Promise<void> {
  const deletedAtMs = await readBodiesDeletedAt(tx, workspaceId, runId);
  if (deletedAtMs !== null)
    throw bodyDeleted(`the inputs, outputs and artifacts of run ${runId}`, deletedAtMs);
}

/** The requested content existed, but was deleted. */
export function bodyDeleted(what: string, deletedAtMs: number | null): AppError {
  const when = deletedAtMs === null ? "" : ` on ${new Date(deletedAtMs).toISOString().slice(0, 10)}`;
  return new AppError(
    "BODY_DELETED",
    `This workspace keeps bodies of runs for a limited time, and ${what} were deleted${when}. What the run did, when, and what it cost is still there.`,
  );
}
