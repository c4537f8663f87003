import { keepsDigits } from "./number-digits.ts";

/** A number in JSON text, with its position. */
export interface NumberLiteral {
  readonly literal: string;
  readonly offset: number;
}

/** Without any of these no number can lose a digit; most texts have none, and are not scanned further. */
const suspicious = /[\d.]{16}|\d[eE]/;
/** The most characters of a number that are kept; longer ones are cut, and have lost digits anyway. */
const shortest = 16;

/**
 * The numbers of JSON text that JavaScript would read as other numbers, from left to right. The text must be valid
 * JSON.
 */
export function findLossyNumbers(json: string): readonly NumberLiteral[] {
  if (!suspicious.test(json)) return [];
  const found: NumberLiteral[] = [];
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index);
    if (code === quote) index = endOfString(json, index);
    else if (startsNumber(code)) {
      const literal = literalAt(json, index);
      if (mayLose(literal) && !keepsDigits(literal)) found.push({ literal, offset: index });
      index += literal.length - 1;
    }
  }
  return found;
}

/** The index of the quote that ends the string beginning at `start`. */
export function endOfString(json: string, start: number): number {
  let index = start + 1;
  while (index < json.length && json.charCodeAt(index) !== quote) {
    index += json.charCodeAt(index) === backslash ? 2 : 1;
  }
  return index;
}

const quote = 0x22;
const backslash = 0x5c;

function startsNumber(code: number): boolean {
  return code === 0x2d || (code >= 0x30 && code <= 0x39);
}

function mayLose(literal: string): boolean {
  return literal.length >= shortest || literal.includes("e") || literal.includes("E");
}

function literalAt(json: string, start: number): string {
  let end = start + 1;
  while (end < json.length && isPartOfNumber(json.charCodeAt(end))) end += 1;
  return json.slice(start, end);
}

/** Digits, the point, signs, and the letters of an exponent. */
function isPartOfNumber(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2e ||
    code === 0x2b ||
    code === 0x2d ||
    code === 0x65 ||
    code === 0x45
  );
}
