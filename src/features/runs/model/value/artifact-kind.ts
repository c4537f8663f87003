import { bodyKind } from "#core/http/body-kind.ts";

/** How an artifact is shown: as text, as an image, or only as a download. */
export type ArtifactLook = "text" | "picture" | "bytes" | "large";

/** Image formats that every browser displays and that cannot contain scripts. */
const pictures: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
/** Larger ones are not fetched for display. A run's document, with its outputs, is smaller. */
const readBytes = 10_000_000;

export function artifactKind(mediaType: string, sizeBytes: number): ArtifactLook {
  if (pictures.has(mediaType)) return "picture";
  if (bodyKind(mediaType) === "bytes") return "bytes";
  return sizeBytes > readBytes ? "large" : "text";
}
