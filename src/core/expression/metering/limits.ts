import { runInputLimits } from "#core/json/json-limits.ts";

/** What one expression may cost. Within these limits, it is evaluated in well under 50 ms and a few megabytes. */
export const expressionLimits = {
  sourceCharacters: 4_000,
  astNodes: 500,
  /** The specification requires 24 conditions in a row and 12 nested indexes; both nest more than once. */
  nestingDepth: 80,
  listElements: 200,
  mapEntries: 200,
  callArguments: 8,
  /** Three nested comprehensions are rejected. */
  nestedComprehensions: 2,
  /** Units of work: see `Meter`. */
  workUnits: 600_000,
  /**
   * JSON characters of a value that an expression builds: any permitted input of a run can be taken apart and put
   * together. A value that it only selects keeps its own size.
   */
  builtCharacters: runInputLimits.characters,
  /** Nested containers; the same limit as for any JSON that Penstock accepts. */
  builtDepth: 64,
  patternCharacters: 200,
} as const;

export const templateLimits = {
  sourceCharacters: 200_000,
  insertions: 200,
  renderedCharacters: 2_000_000,
} as const;
