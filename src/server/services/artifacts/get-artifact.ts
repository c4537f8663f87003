import { AppError } from "#core/errors.ts";
import type { ArtifactId } from "#core/ids.ts";
import type { ArtifactContent, ArtifactSummary } from "#server/db/run/artifact-store.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { readFile } from "#server/services/files/open-file.ts";
import { findKeptArtifact } from "./find-kept-artifact.ts";

/** Larger artifacts must be downloaded and are not returned inline. */
export const mostArtifactBytes = 16_777_216;

/**
 * One artifact with its content: text unchanged, binary bytes as base64.
 * @throws AppError FORBIDDEN, NOT_FOUND, BODY_DELETED, PAYLOAD_TOO_LARGE, FILES_UNAVAILABLE.
 */
export async function getArtifact(
  context: ServiceContext,
  input: { readonly artifactId: ArtifactId },
): Promise<ArtifactSummary & ArtifactContent> {
  const { fileSha256, ...artifact } = await findKeptArtifact(context, input.artifactId);
  if (fileSha256 === null) return artifact;
  if (artifact.sizeBytes > mostArtifactBytes) {
    throw new AppError(
      "PAYLOAD_TOO_LARGE",
      `The artifact is too large for an answer: download it from /api/artifacts/${artifact.id}.`,
    );
  }
  const bytes = Buffer.from(await readFile(context, context.actor.workspaceId, fileSha256));
  return { ...artifact, content: bytes.toString(artifact.encoding === "text" ? "utf8" : "base64") };
}
