import type { MappingDefinition } from "./mapping.ts";

interface ExpressionSource {
  readonly kind: "expression";
  readonly path: readonly (string | number)[];
  readonly source: string;
}

/** The expressions of a mapping, each with its path. */
export function mappingSources(
  mapping: MappingDefinition,
  path: readonly (string | number)[],
): readonly ExpressionSource[] {
  if (typeof mapping === "string") return [{ kind: "expression", path, source: mapping }];
  return Object.entries(mapping).map(([key, source]) => ({
    kind: "expression",
    path: [...path, key],
    source,
  }));
}
