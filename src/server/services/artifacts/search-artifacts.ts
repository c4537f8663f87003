import { AppError } from "#core/errors.ts";
import type { ArtifactId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { hasArtifact } from "#server/db/run/artifact-store.ts";
import {
  type ArtifactSearch,
  type FoundArtifact,
  searchArtifacts as readFound,
} from "#server/db/run/search-artifacts.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requirePipeline } from "#server/services/pipelines/require-pipeline.ts";

/** The maximum number of artifacts that one request examines. */
export const mostArtifactsLooked = 20_000;

export interface ArtifactSearchPage {
  readonly artifacts: readonly FoundArtifact[];
  /**
   * Where to continue. Null: everything has been examined. A page may have few artifacts, or none, and still a cursor.
   */
  readonly nextCursor: ArtifactId | null;
}

/**
 * A page of the workspace's artifacts by name, type, pipeline and time, newest first and without contents, each with
 * the run, the node and the attempt that produced it.
 * @throws AppError FORBIDDEN, NOT_FOUND for a pipeline or a cursor that is not of this workspace.
 */
export async function searchArtifacts(
  context: ServiceContext,
  search: ArtifactSearch,
  mostLooked: number = mostArtifactsLooked,
): Promise<ArtifactSearchPage> {
  authorize(context, "artifacts.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    if (search.after !== null && !(await hasArtifact(tx, workspaceId, search.after))) {
      throw new AppError(
        "NOT_FOUND",
        `There is no artifact ${search.after} in this workspace to continue after.`,
      );
    }
    if (search.pipelineId !== null) await requirePipeline(tx, workspaceId, search.pipelineId);
    const { artifacts, stoppedAt } = await readFound(tx, workspaceId, search, mostLooked);
    return { artifacts, nextCursor: stoppedAt };
  });
}
