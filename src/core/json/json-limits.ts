/** What a JSON value may be, whoever sends it. */
export interface JsonLimits {
  /**
   * Lists and objects inside each other. PostgreSQL and its driver recurse, so this protects more than our own code.
   */
  readonly depth: number;
  /** Elements of all lists and keys of all objects together. */
  readonly elements: number;
  /** Length of the value written as JSON. */
  readonly characters: number;
}

/** Outputs of models and actions, and whatever else has no limit of its own. */
export const jsonLimits: JsonLimits = { depth: 64, elements: 200_000, characters: 2_000_000 };

/** What a run may be started with: 1 MB. Larger things are artifacts, passed by reference. */
export const runInputLimits: JsonLimits = { ...jsonLimits, characters: 1_048_576 };

/**
 * The longest definition, as text or as data, in characters. Larger things are run input or artifacts; a prompt may
 * have most of it.
 */
export const definitionCharacters = 262_144;

/** What a definition may be that comes as data: no larger than one that comes as text. */
export const definitionLimits: JsonLimits = { depth: 64, elements: 40_000, characters: definitionCharacters };
