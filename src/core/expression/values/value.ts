import { cutText } from "#core/json/normalize-text.ts";
import { ExpressionFailure } from "../metering/expression-failure.ts";

/**
 * A value during evaluation. JSON numbers are CEL doubles (`number`); whole literals, sizes and `int()` are CEL ints
 * (`bigint`). Objects are read by own keys only.
 */
export type Value = null | boolean | number | bigint | string | ValueList | ValueMap | Optional;
export type ValueList = readonly Value[];
export type ValueMap = { readonly [key: string]: Value };

/** The result of `a.?b`: a value that may be absent. */
export class Optional {
  static readonly none = new Optional(undefined);
  readonly content: Value | undefined;

  constructor(content: Value | undefined) {
    this.content = content;
  }
}

export function isNumber(value: Value): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

export function isList(value: Value): value is ValueList {
  return Array.isArray(value);
}

export function isMap(value: Value): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Optional);
}

/** CEL's name of a value's type, as `type(x)` returns it. */
export function typeName(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "bigint") return "int";
  if (typeof value === "number") return "double";
  if (typeof value === "string") return "string";
  if (value instanceof Optional) return "optional";
  return Array.isArray(value) ? "list" : "map";
}

export function mismatch(message: string): ExpressionFailure {
  return new ExpressionFailure("mismatch", message);
}

export function missing(message: string): ExpressionFailure {
  return new ExpressionFailure("missing", message);
}

export function textOf(value: Value, what: string): string {
  if (typeof value === "string") return value;
  throw mismatch(`${what} must be a string, but is ${typeName(value)}`);
}

export function listOf(value: Value, what: string): ValueList {
  if (isList(value)) return value;
  throw mismatch(`${what} must be a list, but is ${typeName(value)}`);
}

/** A whole number that can be an index; accepts `2` and the double `2.0` of JSON. */
export function indexOf(value: Value, what: string): number {
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number === "number" && Number.isSafeInteger(number)) return number;
  throw mismatch(
    `${what} must be a whole number, but is ${typeof number === "number" ? number : typeName(value)}`,
  );
}

/** Keeps what a person wrote readable in a message. */
export function shorten(text: string): string {
  return text.length <= 80 ? text : `${cutText(text, 80)}…`;
}
