import { type FileRef, hashOf } from "#core/http/file-ref.ts";
import type { ArtifactId } from "#core/ids.ts";

/** A link carries no header, so the workspace stands in the address. */
function addressOf(path: string, parameters: { readonly [name: string]: string }): string {
  return `${path}?${new URLSearchParams(parameters)}`;
}

/** Where an artifact is downloaded. */
export function artifactAddress(workspaceSlug: string, artifactId: ArtifactId): string {
  return addressOf(`/api/artifacts/${artifactId}`, { workspace: workspaceSlug });
}

/** Where a file of the store is downloaded, under the name that it came with. */
export function fileAddress(workspaceSlug: string, file: FileRef): string {
  const name = file.name === undefined ? {} : { name: file.name };
  return addressOf(`/api/files/${hashOf(file)}`, { workspace: workspaceSlug, ...name });
}
