import { bodyKind } from "#core/http/body-kind.ts";

/** How an artifact is looked at in place: read, seen, or only downloaded. */
export type ArtifactKind = "text" | "picture" | "bytes" | "large";

/** What every browser draws, and cannot run anything. */
const pictures: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
/** More is not fetched to be looked at. The document of a run, with its output and those of its nodes, stays below. */
const readBytes = 10_000_000;

export function artifactKind(mediaType: string, sizeBytes: number): ArtifactKind {
  if (pictures.has(mediaType)) return "picture";
  if (bodyKind(mediaType) === "bytes") return "bytes";
  return sizeBytes > readBytes ? "large" : "text";
}
