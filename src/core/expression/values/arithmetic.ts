import { ExpressionFailure } from "../metering/expression-failure.ts";
import type { Meter } from "../metering/meter.ts";
import { isList, isNumber, mismatch, typeName, type Value } from "./value.ts";

const largestInt = 9_223_372_036_854_775_807n;
const smallestInt = -9_223_372_036_854_775_808n;

/** Numbers, texts and lists; int and double mix to a double. */
export function add(left: Value, right: Value, meter: Meter): Value {
  if (typeof left === "string" && typeof right === "string") {
    meter.chargeBuiltText(left.length + right.length);
    return left + right;
  }
  if (isList(left) && isList(right)) {
    meter.charge(left.length + right.length);
    return [...left, ...right];
  }
  return calculate(
    "+",
    left,
    right,
    (a, b) => a + b,
    (a, b) => a + b,
  );
}

export function subtract(left: Value, right: Value, _meter: Meter): Value {
  return calculate(
    "-",
    left,
    right,
    (a, b) => a - b,
    (a, b) => a - b,
  );
}

export function multiply(left: Value, right: Value, _meter: Meter): Value {
  return calculate(
    "*",
    left,
    right,
    (a, b) => a * b,
    (a, b) => a * b,
  );
}

/**
 * Dividing ints gives an int, as CEL specifies: `7 / 2` is 3; a number that came from JSON is a double and divides
 * exactly.
 */
export function divide(left: Value, right: Value, _meter: Meter): Value {
  return calculate(
    "/",
    left,
    right,
    (a, b) => a / nonZero(b),
    (a, b) => a / b,
  );
}

export function remainder(left: Value, right: Value, _meter: Meter): Value {
  return calculate(
    "%",
    left,
    right,
    (a, b) => a % nonZero(b),
    (a, b) => a % b,
  );
}

function calculate(
  operator: string,
  left: Value,
  right: Value,
  ints: (a: bigint, b: bigint) => bigint,
  doubles: (a: number, b: number) => number,
): Value {
  if (typeof left === "bigint" && typeof right === "bigint") return inRange(ints(left, right));
  if (isNumber(left) && isNumber(right)) return doubles(Number(left), Number(right));
  const hint =
    operator === "+" && (typeof left === "string" || typeof right === "string")
      ? "; string(x) makes text of a number"
      : "";
  throw mismatch(`cannot calculate ${typeName(left)} ${operator} ${typeName(right)}${hint}`);
}

function inRange(result: bigint): bigint {
  if (result <= largestInt && result >= smallestInt) return result;
  throw new ExpressionFailure("limit", "the result is larger than a whole number may be (64 bits)");
}

function nonZero(divisor: bigint): bigint {
  if (divisor !== 0n) return divisor;
  throw mismatch("division by zero");
}
