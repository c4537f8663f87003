import type { ExpressionFailure } from "../metering/expression-failure.ts";
import type { Meter } from "../metering/meter.ts";
import { characterCount } from "./characters.ts";
import type { Builtin } from "./text-functions.ts";
import { isList, isMap, mismatch, shorten, typeName, type Value } from "./value.ts";

/** The texts that CEL reads as truth values. */
const textsForTrue: ReadonlySet<string> = new Set(["true", "True", "TRUE", "t", "1"]);
const textsForFalse: ReadonlySet<string> = new Set(["false", "False", "FALSE", "f", "0"]);

export const conversionFunctions: { readonly [signature: string]: Builtin } = {
  "size/1": ([value = null], meter) => size(value, meter),
  "string/1": ([value = null], meter) => toText(value, meter),
  "int/1": ([value = null]) => toInt(value),
  "double/1": ([value = null]) => toDouble(value),
  "bool/1": ([value = null]) => toBool(value),
  "type/1": ([value = null]) => typeName(value),
  "dyn/1": ([value = null]) => value,
};

/** Characters of a text, elements of a list, keys of an object. */
export function size(value: Value, meter: Meter): bigint {
  if (typeof value === "string") {
    meter.chargeSearch(value.length);
    return BigInt(characterCount(value));
  }
  if (isList(value)) return BigInt(value.length);
  if (!isMap(value)) throw mismatch(`size() takes a string, a list or an object, not ${typeName(value)}`);
  const keys = Object.keys(value).length;
  meter.chargeKeys(keys);
  return BigInt(keys);
}

function toText(value: Value, meter: Meter): string {
  if (typeof value === "string") return value;
  if (typeof value === "bigint" || typeof value === "number" || typeof value === "boolean") {
    meter.charge(1);
    return String(value);
  }
  throw mismatch(`string() cannot make text of ${typeName(value)}`);
}

function toInt(value: Value): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "number" && Math.abs(value) < 2 ** 63) return BigInt(Math.trunc(value));
  if (typeof value === "string" && /^[+-]?\d{1,19}$/.test(value)) {
    const whole = BigInt(value.replace("+", ""));
    if (BigInt.asIntN(64, whole) === whole) return whole;
  }
  throw cannotConvert("int()", value);
}

function toDouble(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "string" && value.length <= 40 && /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value))
    return Number(value);
  throw cannotConvert("double()", value);
}

function toBool(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string" && textsForTrue.has(value)) return true;
  if (typeof value === "string" && textsForFalse.has(value)) return false;
  throw cannotConvert("bool()", value);
}

function cannotConvert(name: string, value: Value): ExpressionFailure {
  return mismatch(
    typeof value === "string"
      ? `${name} cannot read ${JSON.stringify(shorten(value))}`
      : `${name} cannot convert ${typeName(value)}`,
  );
}
