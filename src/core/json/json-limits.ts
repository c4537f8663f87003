/** Limits of a JSON value, whoever sends it. */
export interface JsonLimits {
  /** Nested lists and objects. PostgreSQL and its driver recurse, so this protects more than our own code. */
  readonly depth: number;
  /** Elements of all lists and keys of all objects together. */
  readonly elements: number;
  /** Length of the value written as JSON. */
  readonly characters: number;
}

/** Outputs of models and actions, and anything else without a limit of its own. */
export const jsonLimits: JsonLimits = { depth: 64, elements: 200_000, characters: 2_000_000 };

/** The input of a run: 1 MB. Larger things are artifacts, passed by reference. */
export const runInputLimits: JsonLimits = { ...jsonLimits, characters: 1_048_576 };

/**
 * The longest definition, as text or as data, in characters. Larger things are run input or artifacts; a prompt may
 * take up most of it.
 */
export const definitionCharacters = 262_144;

/** The limits of a definition that comes as data: the same as for one that comes as text. */
export const definitionLimits: JsonLimits = { depth: 64, elements: 40_000, characters: definitionCharacters };
