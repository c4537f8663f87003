import { RE2JS } from "re2js";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { cutText } from "#core/json/normalize-text.ts";
import { sameValue } from "./metered-values.ts";

/** A value with its path; `at` is empty for the whole. */
export interface VisitedValue {
  readonly value: Json;
  readonly at: string;
  /** The limit of nested schemas, to end recursive references. */
  readonly depth: number;
}

/** Says how a value does not match a keyword, or null. Values that a keyword does not apply to match it. */
export type Keyword = (
  argument: Json,
  visit: VisitedValue,
  match: Match,
  schema: JsonObject,
) => string | null;

/** Reported instead of a mismatch if the budget is used up. */
export const tooMuchWork = "it takes too much work to check: simplify it";

const deepest = 400;
const charactersPerUnit = 64;
const machineStepsPerUnit = 2;
/** To compile one instruction of a pattern's machine. */
const unitsPerInstruction = 40;
/** To list the keys of an object. */
const unitsPerKey = 2;
const shownCharacters = 60;
const placeCharacters = 200;

class TooMuchWork extends Error {}

type Entry = readonly [name: string, value: Json];

/** One matching of a value: its remaining budget, and what it has compiled and listed. */
export class Match {
  readonly root: JsonObject;
  private readonly one: (schema: Json, visit: VisitedValue, match: Match) => string | null;
  private readonly patterns = new Map<string, RE2JS>();
  private readonly entries = new Map<object, readonly Entry[]>();
  private readonly shown = new Map<object, string>();
  private remaining: number;

  constructor(
    root: JsonObject,
    one: (schema: Json, visit: VisitedValue, match: Match) => string | null,
    workUnits: number,
  ) {
    this.root = root;
    this.one = one;
    this.remaining = workUnits;
  }

  run(work: () => string | null): string | null {
    try {
      return work();
    } catch (error) {
      if (error instanceof TooMuchWork) return tooMuchWork;
      throw error;
    }
  }

  charge(units: number): void {
    this.remaining -= units;
    if (this.remaining < 0) throw new TooMuchWork();
  }

  chargeText(text: string): void {
    this.charge(1 + text.length / charactersPerUnit);
  }

  /** Matches a part of a schema with a value at the same place. */
  inside(schema: Json, visit: VisitedValue): string | null {
    if (visit.depth >= deepest) throw new TooMuchWork();
    return this.one(schema, { ...visit, depth: visit.depth + 1 }, this);
  }

  /** Matches a part of a schema with a part of a value. */
  below(schema: Json, visit: VisitedValue, key: string | number, value: Json): string | null {
    return this.inside(schema, { value, at: placeBelow(visit.at, key), depth: visit.depth });
  }

  /** The fields of an object or of a part of the schema, none for other values. They are listed and paid for once. */
  entriesOf(object: Json | undefined): readonly Entry[] {
    if (!isJsonObject(object)) return [];
    const known = this.entries.get(object);
    if (known !== undefined) return known;
    const entries = Object.entries(object);
    this.charge(unitsPerKey * entries.length);
    this.entries.set(object, entries);
    return entries;
  }

  same(left: Json, right: Json): boolean {
    return sameValue(left, right, this);
  }

  /** The beginning of a part of the schema as text. */
  words(part: Json): string {
    if (typeof part !== "object" || part === null) return shortened(part);
    const text = this.shown.get(part) ?? shortened(part);
    this.shown.set(part, text);
    return text;
  }

  finds(pattern: string, text: string): boolean {
    const known = this.patterns.get(pattern) ?? this.compile(pattern);
    this.charge(1 + Math.ceil(((text.length + 1) * known.programSize()) / machineStepsPerUnit));
    return known.test(text);
  }

  private compile(pattern: string): RE2JS {
    const compiled = RE2JS.compile(pattern);
    this.patterns.set(pattern, compiled);
    this.charge(unitsPerInstruction * compiled.programSize());
    return compiled;
  }

  say({ at }: VisitedValue, words: string): string {
    return `${at === "" ? "the output" : at} ${words}`;
  }
}

function shortened(value: Json): string {
  const text = JSON.stringify(typeof value === "string" ? cutText(value, shownCharacters) : value);
  return text.length <= shownCharacters ? text : `${cutText(text, shownCharacters)}...`;
}

/** A path that is already long is not extended. */
function placeBelow(at: string, key: string | number): string {
  if (at.length >= placeCharacters) return at.endsWith("...") ? at : `${cutText(at, placeCharacters)}...`;
  if (typeof key === "number") return `${at}[${key}]`;
  const name = key.length > placeCharacters ? `${cutText(key, placeCharacters)}...` : key;
  return at === "" ? name : `${at}.${name}`;
}

/** A keyword for values of one kind; others match it. */
export function about<Kind extends Json>(
  isKind: (value: Json) => value is Kind,
  keyword: (
    argument: Json,
    value: Kind,
    visit: VisitedValue,
    match: Match,
    schema: JsonObject,
  ) => string | null,
): Keyword {
  return (argument, visit, match, schema) =>
    isKind(visit.value) ? keyword(argument, visit.value, visit, match, schema) : null;
}

export function isJsonList(value: Json): value is Json[] {
  return Array.isArray(value);
}
