import { definitionText } from "#core/definition-text/definition-document.ts";
import { writeDefinitionText } from "#core/definition-text/format-definition-yaml.ts";
import { createProblemLocator, type LocatedProblem } from "#core/definition-text/locate-problem.ts";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import type { Problem } from "#core/errors.ts";
import { checkJsonLimits } from "#core/json/check-json-limits.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { definitionLimits } from "#core/json/json-limits.ts";

export type { LocatedProblem };

/** A definition as a caller sends it: YAML or JSON as text, or data. */
export type DefinitionSource = string | JsonObject;

/** A definition that could be parsed, though it may have errors. */
export interface ReadDefinition {
  readonly value: Json;
  /** As its author wrote it, or as YAML where it came as data. */
  readonly text: () => string;
  /** Warnings about its notation. */
  readonly warnings: readonly LocatedProblem[];
  /** Finds a problem's place in the author's text. */
  readonly locate: (problem: Problem) => LocatedProblem;
}

export type DefinitionReading =
  | { readonly ok: true; readonly definition: ReadDefinition }
  | { readonly ok: false; readonly problems: readonly LocatedProblem[] };

/** Parses a definition without checking its content. Runs and stores nothing. */
export function readDefinition(source: DefinitionSource): DefinitionReading {
  if (typeof source === "string") {
    const text = definitionText(source);
    const parsed = parseDefinitionText(text);
    if (!parsed.ok) return parsed;
    const { value, warnings } = parsed;
    const locate = createProblemLocator(text, value);
    return { ok: true, definition: { value, text: () => source, warnings, locate } };
  }
  const fault = checkJsonLimits(source, definitionLimits);
  if (fault !== null) {
    const { code, message, path } = fault;
    const where = path.length === 0 ? "The definition" : path.slice(0, 8).join(".");
    return {
      ok: false,
      problems: [{ code, severity: "error", message: `${where}: ${message}.`, path: [...path] }],
    };
  }
  const text = () => writeDefinitionText(source);
  return { ok: true, definition: { value: source, text, warnings: [], locate: (problem) => problem } };
}
