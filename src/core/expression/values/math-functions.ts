import { add } from "./arithmetic.ts";
import type { Builtin } from "./text-functions.ts";
import { indexOf, isList, isNumber, listOf, mismatch, typeName, type Value } from "./value.ts";

/** More digits than a double has would be noise. */
const maxDigits = 15;
const maxArguments = 8;
/** The digits are written and read again. */
const unitsPerRounding = 40;

/** CEL's `math` functions; `math.round` also takes a number of decimals. Ints stay ints. */
export const mathFunctions: { readonly [signature: string]: Builtin } = {
  "abs/1": ([value = null]) => (isNegative(value) ? -value : numberOf(value)),
  "ceil/1": ([value = null]) => whole(value, Math.ceil),
  "floor/1": ([value = null]) => whole(value, Math.floor),
  "trunc/1": ([value = null]) => whole(value, Math.trunc),
  "round/1": ([value = null], meter) => {
    meter.charge(unitsPerRounding);
    return whole(value, (number) => roundTo(number, 0));
  },
  "round/2": ([value = null, digits = null], meter) => {
    meter.charge(unitsPerRounding);
    const decimals = indexOf(digits, "the number of decimals");
    if (decimals < 0 || decimals > maxDigits) throw mismatch(`math.round() takes 0 to ${maxDigits} decimals`);
    return whole(value, (number) => roundTo(number, decimals));
  },
  /** Of a list; 0 if it is empty. */
  "sum/1": ([list = null], meter) => {
    const values = listOf(list, "what is summed");
    meter.charge(values.length);
    return values.map(numberOf).reduce<Value>((total, each) => add(total, each, meter), 0n);
  },
  ...extremes("greatest", (candidate, best) => candidate > best),
  ...extremes("least", (candidate, best) => candidate < best),
};

type NumberValue = number | bigint;

function numberOf(value: Value): NumberValue {
  if (isNumber(value)) return value;
  throw mismatch(`a number is needed here, not ${typeName(value)}`);
}

function isNegative(value: Value): value is NumberValue {
  return numberOf(value) < 0;
}

function whole(value: Value, change: (number: number) => number): NumberValue {
  const number = numberOf(value);
  return typeof number === "bigint" ? number : change(number);
}

/** Halves are rounded away from zero, by the decimal digits that people see: 1.005 becomes 1.01. */
function roundTo(number: number, decimals: number): number {
  if (!Number.isFinite(number) || Math.abs(number) >= 2 ** 53) return number;
  const rounded = shifted(Math.round(shifted(Math.abs(number), decimals)), -decimals);
  return number < 0 ? -rounded : rounded;
}

/** Moves the decimal point within the number's own digits: multiplying would add digits. */
function shifted(number: number, places: number): number {
  const [digits, exponent = "0"] = String(number).split("e");
  return Number(`${digits}e${Number(exponent) + places}`);
}

/** Of several numbers, or of a list of them. */
function extremes(
  name: string,
  isBetter: (candidate: NumberValue, best: NumberValue) => boolean,
): { readonly [signature: string]: Builtin } {
  const choose: Builtin = (args, meter) => {
    const [first = null] = args;
    const values = args.length === 1 && isList(first) ? first : args;
    meter.charge(values.length);
    const numbers = values.map(numberOf);
    const [best, ...others] = numbers;
    if (best === undefined) throw mismatch(`math.${name}() of an empty list`);
    return others.reduce((found, each) => (isBetter(each, found) ? each : found), best);
  };
  const counts = Array.from({ length: maxArguments }, (_, index) => index + 1);
  return Object.fromEntries(counts.map((count) => [`${name}/${count}`, choose]));
}
