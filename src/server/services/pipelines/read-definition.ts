import type { Problem } from "#core/errors.ts";
import type { Json, JsonObject } from "#core/json.ts";
import { checkJsonLimits } from "#core/text/check-json-limits.ts";
import { formatDefinitionYaml } from "#core/text/format-definition-yaml.ts";
import { createLocator } from "#core/text/locate.ts";
import { parseDefinitionText } from "#core/text/parse-definition-text.ts";

/** A definition as a caller gives it: YAML or JSON as text, or data. */
export type DefinitionSource = string | JsonObject;

/** A problem with its place in the text, where the definition came as text. */
export interface LocatedProblem extends Problem {
  readonly line?: number;
  readonly column?: number;
}

/** A definition that could be read, though not necessarily run. */
export interface ReadDefinition {
  readonly value: Json;
  /** As its author wrote it, or as YAML where it came as data. */
  readonly text: string;
  /** Finds a problem's place in the author's text. */
  readonly locate: (problem: Problem) => LocatedProblem;
}

export type DefinitionReading =
  | { readonly ok: true; readonly definition: ReadDefinition }
  | { readonly ok: false; readonly problems: readonly LocatedProblem[] };

/** Reads a definition without looking at what it says. It runs and stores nothing. */
export function readDefinition(source: DefinitionSource): DefinitionReading {
  if (typeof source === "string") {
    const parsed = parseDefinitionText(source);
    if (!parsed.ok) return parsed;
    const { value } = parsed;
    return { ok: true, definition: { value, text: source, locate: locator(source, value) } };
  }
  const fault = checkJsonLimits(source);
  if (fault !== null) {
    const { code, message, path } = fault;
    const where = path.length === 0 ? "The definition" : path.slice(0, 8).join(".");
    return {
      ok: false,
      problems: [{ code, severity: "error", message: `${where}: ${message}.`, path: [...path] }],
    };
  }
  return {
    ok: true,
    definition: { value: source, text: formatDefinitionYaml(source), locate: (problem) => problem },
  };
}

/** Problems tell their place inside a node or edge; the text knows places from its top. The locator is made when it is first needed. */
function locator(text: string, value: Json): (problem: Problem) => LocatedProblem {
  let find: ReturnType<typeof createLocator> | null = null;
  return (problem) => {
    find ??= createLocator(text);
    const position = find(pathFromTop(value, problem));
    return position === null ? problem : { ...problem, ...position };
  };
}

function pathFromTop(value: Json, { nodeId, edgeId, path = [] }: Problem): readonly (string | number)[] {
  const list = nodeId === undefined ? "edges" : "nodes";
  const id = nodeId ?? edgeId;
  if (id === undefined) return path;
  const items = isObject(value) ? value[list] : undefined;
  const index = Array.isArray(items) ? items.findIndex((item) => isObject(item) && item.id === id) : -1;
  return index === -1 ? [list] : [list, index, ...path];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
