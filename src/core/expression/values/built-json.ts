import type { Json } from "#core/json/json.ts";
import { ExpressionFailure } from "../metering/expression-failure.ts";
import { expressionLimits } from "../metering/limits.ts";
import type { Meter } from "../metering/meter.ts";
import { isList, mismatch, Optional, type Value, type ValueList, type ValueMap } from "./value.ts";

/**
 * The JSON of a result that was only selected from the scope: it contains nothing but JSON, so it is passed on as it
 * is.
 */
export function pickedJson(value: Value): Json {
  if (value instanceof Optional) return value.content === undefined ? null : pickedJson(value.content);
  return typeof value === "object" && value !== null ? (value as Json) : toJsonScalar(value);
}

/** The JSON of a result that the expression built: a copy with its numbers converted, of at most `builtCharacters`. */
export function builtJson(value: Value, meter: Meter): Json {
  return new BuiltJson(meter).convert(value, 0);
}

function toJsonScalar(value: null | boolean | number | bigint | string): Json {
  if (typeof value === "bigint") {
    if (value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER))
      return Number(value);
    throw new ExpressionFailure(
      "limit",
      "the result is a whole number above 2^53, which JSON cannot hold exactly",
    );
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw mismatch("the result is not a finite number (a division by zero?)");
  }
  // Stored JSON has no minus zero, and a step must see what the next one would read.
  return value === 0 ? 0 : value;
}

/** Quotes, colon and comma. */
const minimalEntry = 4;

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
      throw new ExpressionFailure(
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
    const keys = Object.keys(map);
    this.meter.chargeKeys(keys.length);
    this.count(2 + minimalEntry * keys.length);
    return Object.fromEntries(
      keys.map((key) => {
        this.count(key.length);
        return [key, this.convert(map[key] ?? null, depth)];
      }),
    );
  }

  private count(characters: number): void {
    this.characters += characters;
    this.meter.charge(1);
    if (this.characters > expressionLimits.builtCharacters) {
      const limit = expressionLimits.builtCharacters.toLocaleString("en-US");
      throw new ExpressionFailure("limit", `an expression may build at most ${limit} characters of JSON`);
    }
  }
}
