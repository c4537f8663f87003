/** Digits without leading and trailing zeros, and the power of ten of the first one. */
interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

/** A double is written with at most this many digits; further digits of a decimal are lost. */
const doubleDigits = 17;
/** Below this a double has fewer digits. */
const leastNormal = 2.2250738585072014e-308;
/** The most digits that `toPrecision` accepts. */
const mostDigits = 100;

/**
 * Whether a number as written in JSON or YAML keeps its digits when JavaScript reads it. A whole number does if it is
 * written with the same digits again: it may be an id. A decimal does if it has no more digits than a double is written
 * with, by any program, or if the double has exactly those digits.
 */
export function keepsDigits(literal: string): boolean {
  const value = Number(literal);
  if (!Number.isFinite(value)) return false;
  const written = decimalOf(literal);
  if (isSame(written, decimalOf(String(value)))) return true;
  const count = written.digits.length;
  if (/^[+-]?\d+$/.test(literal) || count > mostDigits || value === 0) return false;
  if (count <= doubleDigits && Math.abs(value) >= leastNormal) return true;
  return isSame(written, decimalOf(value.toPrecision(count)));
}

function decimalOf(literal: string): Decimal {
  const [, whole = "", part = "", power = "0"] =
    /^[+-]?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(literal) ?? [];
  const all = whole + part;
  const leading = all.length - all.replace(/^0+/, "").length;
  let end = all.length;
  while (end > leading && all[end - 1] === "0") end -= 1;
  const digits = all.slice(leading, end);
  return { digits, exponent: digits === "" ? 0 : whole.length - leading + Number(power) };
}

function isSame(left: Decimal, right: Decimal): boolean {
  return left.digits === right.digits && left.exponent === right.exponent;
}
