import { type FileRef, hashOf } from "#core/http/file-ref.ts";
import type { ArtifactId } from "#core/ids.ts";

/** A link cannot send a header, so the workspace is in the URL. */
function addressOf(path: string, parameters: { readonly [name: string]: string }): string {
  return `${path}?${new URLSearchParams(parameters)}`;
}

/** The download URL of an artifact. */
export function artifactAddress(workspaceSlug: string, artifactId: ArtifactId): string {
  return addressOf(`/api/artifacts/${artifactId}`, { workspace: workspaceSlug });
}

/** The download URL of a stored file, under its original name. */
export function fileAddress(workspaceSlug: string, file: FileRef): string {
  const name = file.name === undefined ? {} : { name: file.name };
  return addressOf(`/api/files/${hashOf(file)}`, { workspace: workspaceSlug, ...name });
}
