import { runInputLimits } from "#core/json/json-limits.ts";

/** What one expression may cost. Whatever stays inside these is evaluated in well under 50 ms and a few megabytes. */
export const expressionLimits = {
  sourceCharacters: 4_000,
  astNodes: 500,
  /** The specification asks for 24 conditions in a row and 12 indexes in each other; both nest more than once. */
  nestingDepth: 80,
  listElements: 200,
  mapEntries: 200,
  callArguments: 8,
  /** A comprehension inside a comprehension inside a comprehension is refused. */
  nestedComprehensions: 2,
  /** Units of work: see `Meter`. */
  workUnits: 600_000,
  /**
   * JSON characters of a value that an expression builds: whatever a run may be started with can be taken apart and put
   * together. A value that it only picks out keeps its own size.
   */
  builtCharacters: runInputLimits.characters,
  /** Containers inside containers, the same figure as for any JSON that Penstock takes in. */
  builtDepth: 64,
  patternCharacters: 200,
} as const;

export const templateLimits = {
  sourceCharacters: 200_000,
  insertions: 200,
  renderedCharacters: 2_000_000,
} as const;
