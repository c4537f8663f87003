import { AppError } from "#core/errors.ts";
import type { ArtifactId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { findArtifact, type KeptArtifact } from "#server/db/run/artifact-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { bodyDeleted } from "#server/services/deletion/require-bodies.ts";

/**
 * An artifact whose content still exists.
 * @throws AppError FORBIDDEN, NOT_FOUND, BODY_DELETED.
 */
export async function findKeptArtifact(
  context: ServiceContext,
  artifactId: ArtifactId,
): Promise<KeptArtifact> {
  authorize(context, "artifacts.read");
  const { workspaceId } = context.actor;
  const found = await withTenant(context.db, workspaceId, (tx) => findArtifact(tx, workspaceId, artifactId));
  if (found === null)
    throw new AppError("NOT_FOUND", `There is no artifact ${artifactId} in this workspace.`);
  if (found.fileSha256 === null && found.content === "" && found.sizeBytes > 0)
    throw bodyDeleted("the artifacts of the run that left this one", null);
  return found;
}
