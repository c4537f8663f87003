import type { Json } from "./json.ts";

/** The size limit of a value that passes through a run, unless its node has its own. */
export const maxValueCharacters = 4_194_304;
const maxDepth = 64;

interface Weight {
  /** About how many characters the value takes as JSON. */
  readonly characters: number;
  readonly depth: number;
}

/** Lists and objects that were measured before: values are shared between nodes and never changed. */
export type WeighedValues = Map<object, Weight>;

const scalar: Weight = { characters: 8, depth: 0 };
const tooDeep: Weight = { characters: Number.POSITIVE_INFINITY, depth: Number.POSITIVE_INFINITY };

/**
 * Whether a value may be passed on: at most `limit` characters of JSON, nested no more deeply than any JSON that
 * Penstock accepts. Each shared part is measured once, because a graph that doubles its value at every node soon
 * produces more than can be walked.
 */
export function isWithinWeight(value: Json, limit: number, weighed: WeighedValues): boolean {
  const weight = weigh(value, weighed, maxDepth);
  return weight.characters <= limit && weight.depth <= maxDepth;
}

/**
 * The approximate size of a value as JSON, in characters; one that is nested too deeply, which is never stored, counts
 * as 0.
 */
export function charactersOf(value: Json, weighed: WeighedValues): number {
  const { characters } = weigh(value, weighed, maxDepth);
  return Number.isFinite(characters) ? characters : 0;
}

function weigh(value: Json, weighed: WeighedValues, depthLeft: number): Weight {
  if (typeof value === "string") return { characters: value.length + 2, depth: 0 };
  if (value === null || typeof value !== "object") return scalar;
  if (depthLeft === 0) return tooDeep;
  const known = weighed.get(value);
  if (known !== undefined) return known;
  let characters = 2;
  let depth = 0;
  for (const [key, part] of Object.entries(value)) {
    const weight = weigh(part, weighed, depthLeft - 1);
    characters += weight.characters + (Array.isArray(value) ? 1 : key.length + 4);
    depth = Math.max(depth, weight.depth);
  }
  const weight = { characters, depth: depth + 1 };
  weighed.set(value, weight);
  return weight;
}
