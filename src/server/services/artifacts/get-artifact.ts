import { AppError } from "#core/errors.ts";
import type { ArtifactId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type ArtifactContent, type ArtifactSummary, findArtifact } from "#server/db/run/artifact-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { bodyDeleted } from "#server/services/deletion/require-bodies.ts";

/**
 * One artifact with its content: text as it is, bytes that are not text as base64.
 * @throws AppError FORBIDDEN, NOT_FOUND, BODY_DELETED.
 */
export async function getArtifact(
  context: ServiceContext,
  input: { readonly artifactId: ArtifactId },
): Promise<ArtifactSummary & ArtifactContent> {
  authorize(context, "artifacts.read");
  const { workspaceId } = context.actor;
  const found = await withTenant(context.db, workspaceId, (tx) =>
    findArtifact(tx, workspaceId, input.artifactId),
  );
  if (found === null) {
    throw new AppError("NOT_FOUND", `There is no artifact ${input.artifactId} in this workspace.`);
  }
  if (found.content === "" && found.sizeBytes > 0) {
    throw bodyDeleted("the artifacts of the run that left this one", null);
  }
  return found;
}
