/** Digits without leading and trailing zeros, and the power of ten that the first of them stands for. */
interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

/** A double is written with at most this many digits; what a decimal says beyond them is lost. */
const doubleDigits = 17;
/** Below this a double holds fewer digits. */
const leastNormal = 2.2250738585072014e-308;
/** What `toPrecision` can be asked for. */
const mostDigits = 100;

/**
 * Whether a number, as it is written in JSON or YAML, comes back with its digits when JavaScript has read it. A whole
 * number does when it is written with the same digits again: it may be an id. A decimal does when it has no more digits
 * than a double is written with, by whatever program, or when the double has exactly those digits.
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
