import type { Problem } from "#core/errors.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import type { DefinitionText } from "./definition-document.ts";
import { createLocator } from "./locate.ts";

/** A problem with its position in the text, if the definition came as text. */
export interface LocatedProblem extends Problem {
  readonly line?: number;
  readonly column?: number;
}

/**
 * Finds the lines of problems in the text that `value` was parsed from. Problems give their place relative to a node or
 * edge; the text needs paths from its top. The text is parsed when the first problem comes.
 */
export function createProblemLocator(
  text: DefinitionText,
  value: Json,
): (problem: Problem) => LocatedProblem {
  let find: ReturnType<typeof createLocator> | null = null;
  return (problem) => {
    find ??= createLocator(text);
    const position = find(pathFromTop(value, problem));
    return position === null ? problem : { ...problem, ...position };
  };
}

/** A problem's path from the top of its definition. */
export function pathFromTop(
  value: Json,
  { nodeId, edgeId, path = [] }: Problem,
): readonly (string | number)[] {
  const list = nodeId === undefined ? "edges" : "nodes";
  const id = nodeId ?? edgeId;
  if (id === undefined) return path;
  const items = isJsonObject(value) ? value[list] : undefined;
  const index = Array.isArray(items) ? items.findIndex((item) => isJsonObject(item) && item.id === id) : -1;
  return index === -1 ? [list] : [list, index, ...path];
}
