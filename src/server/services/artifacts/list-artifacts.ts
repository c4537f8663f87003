import { AppError } from "#core/errors.ts";
import type { ArtifactId, RunId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { hasArtifact } from "#server/db/run/artifact-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { type ArtifactPage, pageArtifacts } from "./page-artifacts.ts";

export interface ListArtifactsInput {
  /** Restricts the list to one run. */
  readonly runId: RunId | null;
  /** The last artifact of the previous page. Null for the first page. */
  readonly cursor: ArtifactId | null;
  /** 1 to 200. */
  readonly limit: number;
}

/**
 * A page of the workspace's artifacts, or of one run's, newest first and without contents; `nextCursor` is null on the
 * last page.
 * @throws AppError FORBIDDEN, NOT_FOUND for a cursor that is not an artifact of this workspace.
 */
export async function listArtifacts(
  context: ServiceContext,
  input: ListArtifactsInput,
): Promise<ArtifactPage> {
  authorize(context, "artifacts.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    if (input.cursor !== null && !(await hasArtifact(tx, workspaceId, input.cursor))) {
      throw new AppError(
        "NOT_FOUND",
        `There is no artifact ${input.cursor} in this workspace to continue after.`,
      );
    }
    return pageArtifacts(tx, workspaceId, input);
  });
}
