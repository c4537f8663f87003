import type { ArtifactId } from "#core/ids.ts";
import type { ServiceContext } from "#server/services/context.ts";
import type { Download } from "#server/services/files/download.ts";
import { openFile } from "#server/services/files/open-file.ts";
import { findKeptArtifact } from "./find-kept-artifact.ts";

/**
 * Opens an artifact for download.
 * @throws AppError FORBIDDEN, NOT_FOUND, BODY_DELETED.
 */
export async function openArtifact(context: ServiceContext, artifactId: ArtifactId): Promise<Download> {
  const artifact = await findKeptArtifact(context, artifactId);
  const { name, mediaType, sha256, sizeBytes, fileSha256, content, encoding } = artifact;
  const about = { name, mediaType, sha256, bytes: sizeBytes };
  if (fileSha256 !== null) {
    const file = await openFile(context, context.actor.workspaceId, fileSha256);
    return { ...about, read: file.read };
  }
  const bytes = Buffer.from(content, encoding === "base64" ? "base64" : "utf8");
  return {
    ...about,
    async read({ first, count }) {
      return [bytes.subarray(first, first + count)];
    },
  };
}
