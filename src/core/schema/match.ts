import { RE2JS } from "re2js";
import type { Json, JsonObject } from "#core/json.ts";

/** A value with the place where it stands; `at` is empty for the whole. */
export interface Visit {
  readonly value: Json;
  readonly at: string;
  /** Schemas inside schemas, to end what leads back to itself. */
  readonly depth: number;
}

/** Says how a value does not fit what stands under a keyword, or null. Values that a keyword is not about fit it. */
export type Keyword = (argument: Json, visit: Visit, match: Match, schema: JsonObject) => string | null;

/** What is said instead of a mismatch where the work ran out. */
export const tooMuchWork = "it asks for too much work to be checked: simplify it";

const deepest = 400;
const charactersPerUnit = 64;
const machineStepsPerUnit = 2;

class TooMuchWork extends Error {}

/** One matching of a value: what it may still cost, and what it has compiled. */
export class Match {
  readonly root: JsonObject;
  private readonly one: (schema: Json, visit: Visit, match: Match) => string | null;
  private readonly patterns = new Map<string, RE2JS>();
  private remaining: number;

  constructor(
    root: JsonObject,
    one: (schema: Json, visit: Visit, match: Match) => string | null,
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
  inside(schema: Json, visit: Visit): string | null {
    if (visit.depth >= deepest) throw new TooMuchWork();
    return this.one(schema, { ...visit, depth: visit.depth + 1 }, this);
  }

  /** Matches a part of a schema with a part of a value. */
  below(schema: Json, visit: Visit, key: string | number, value: Json): string | null {
    const at = typeof key === "number" ? `${visit.at}[${key}]` : visit.at === "" ? key : `${visit.at}.${key}`;
    return this.inside(schema, { value, at, depth: visit.depth });
  }

  finds(pattern: string, text: string): boolean {
    const known = this.patterns.get(pattern) ?? RE2JS.compile(pattern);
    this.patterns.set(pattern, known);
    this.charge(1 + Math.ceil(((text.length + 1) * known.programSize()) / machineStepsPerUnit));
    return known.test(text);
  }

  say({ at }: Visit, words: string): string {
    const place = at.length > 200 ? `${at.slice(0, 200)}...` : at;
    return `${place === "" ? "the output" : place} ${words}`;
  }
}

/** What a keyword says about values of one kind; others fit it. */
export function about<Kind extends Json>(
  isKind: (value: Json) => value is Kind,
  keyword: (argument: Json, value: Kind, visit: Visit, match: Match, schema: JsonObject) => string | null,
): Keyword {
  return (argument, visit, match, schema) =>
    isKind(visit.value) ? keyword(argument, visit.value, visit, match, schema) : null;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json): value is Json[] {
  return Array.isArray(value);
}
