import { AppError } from "#core/errors.ts";
import type { Json } from "#core/json/json.ts";
import { upToNode } from "#core/pipeline/up-to-node.ts";

/**
 * The part of a definition up to a node; all of it where none is given.
 * @throws AppError INVALID_INPUT naming `path`, for an unknown node.
 */
export function cutTo(written: Json, until: string | null | undefined, path: readonly string[]): Json {
  if (until === undefined || until === null) return written;
  const cut = upToNode(written, until);
  if (cut !== null) return cut;
  const message = `${path.join(".")}: there is no such node "${until}".`;
  throw new AppError("INVALID_INPUT", message, {
    problems: [{ code: "BAD_VALUE", severity: "error", message, path: [...path] }],
  });
}
