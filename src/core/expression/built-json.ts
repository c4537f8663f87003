import type { Json } from "#core/json.ts";
import { ExpressionError } from "./expression-error.ts";
import { expressionLimits } from "./limits.ts";
import type { Meter } from "./meter.ts";
import { isList, mismatch, Optional, type Value, type ValueList, type ValueMap } from "./value.ts";

/**
 * The JSON of a result. What the expression only picked out of its scope is handed on as it is; what it built is copied with its
 * numbers converted, and may be `builtCharacters` large in all.
 */
export function toJson(value: Value, meter: Meter): Json {
  if (value instanceof Optional) return value.content === undefined ? null : toJson(value.content, meter);
  if (typeof value !== "object" || value === null) return toJsonScalar(value);
  // Nothing but JSON is in the scope, so a container that was not built here holds nothing else.
  if (!meter.isBuilt(value)) return value as Json;
  return new BuiltJson(meter).convert(value, 0);
}

function toJsonScalar(value: null | boolean | number | bigint | string): Json {
  if (typeof value === "bigint") {
    if (value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER))
      return Number(value);
    throw new ExpressionError(
      "limit",
      "the result is a whole number above 2^53, which JSON cannot hold exactly",
    );
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw mismatch("the result is not a finite number (a division by zero?)");
  }
  return value;
}

/** One conversion: counts characters as it goes, so that it stops early however often a large value is repeated. */
class BuiltJson {
  private readonly meter: Meter;
  private characters = 0;

  constructor(meter: Meter) {
    this.meter = meter;
  }

  convert(value: Value, depth: number): Json {
    if (value instanceof Optional) return this.convert(value.content ?? null, depth);
    if (typeof value !== "object" || value === null) {
      const scalar = toJsonScalar(value);
      this.count(typeof scalar === "string" ? scalar.length + 2 : 4);
      return scalar;
    }
    if (depth >= expressionLimits.builtDepth) {
      throw new ExpressionError(
        "limit",
        `the result is nested more than ${expressionLimits.builtDepth} deep`,
      );
    }
    return isList(value) ? this.convertList(value, depth + 1) : this.convertMap(value, depth + 1);
  }

  private convertList(list: ValueList, depth: number): Json[] {
    this.count(2 + list.length);
    return list.map((element) => this.convert(element, depth));
  }

  private convertMap(map: ValueMap, depth: number): Json {
    const entries = Object.entries(map);
    this.count(2);
    return Object.fromEntries(
      entries.map(([key, value]) => {
        this.count(key.length + 4);
        return [key, this.convert(value, depth)];
      }),
    );
  }

  private count(characters: number): void {
    this.characters += characters;
    this.meter.charge(1);
    if (this.characters > expressionLimits.builtCharacters) {
      const limit = expressionLimits.builtCharacters / 1024;
      throw new ExpressionError("limit", `an expression may build at most ${limit} kB of JSON`);
    }
  }
}
