import type { KeptBytes } from "#core/http/kept-bytes.ts";

/** A file as a `data:` URL. */
export function dataUrlOf({ mediaType, base64 }: KeptBytes): string {
  return `data:${mediaType};base64,${base64}`;
}
