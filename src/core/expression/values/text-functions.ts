import type { Meter } from "../metering/meter.ts";
import { characterCount, offsetOfCharacter } from "./characters.ts";
import { createTextSearch, shortNeedle } from "./search-text.ts";
import { indexOf, listOf, missing, textOf, type Value } from "./value.ts";

/** A function or a method; a method's receiver is its first argument. */
export type Builtin = (args: readonly Value[], meter: Meter) => Value;

export const textMethods: { readonly [signature: string]: Builtin } = {
  "contains/1": (args, meter) => search(subject(args), argument(args, 1), 0, meter) >= 0,
  "startsWith/1": (args, meter) => {
    meter.chargeText(argument(args, 1).length);
    return subject(args).startsWith(argument(args, 1));
  },
  "endsWith/1": (args, meter) => {
    meter.chargeText(argument(args, 1).length);
    return subject(args).endsWith(argument(args, 1));
  },
  "indexOf/1": (args, meter) => indexFrom(subject(args), argument(args, 1), 0, meter),
  "indexOf/2": (args, meter) =>
    indexFrom(subject(args), argument(args, 1), indexOf(args[2] ?? null, "the position"), meter),
  "lastIndexOf/1": (args, meter) => lastIndex(subject(args), argument(args, 1), meter),
  "lowerAscii/0": (args, meter) =>
    converted(subject(args), meter, (text) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())),
  "upperAscii/0": (args, meter) =>
    converted(subject(args), meter, (text) => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())),
  "trim/0": (args, meter) => converted(subject(args), meter, trimSpace),
  "substring/1": (args, meter) => substring(subject(args), args[1] ?? null, undefined, meter),
  "substring/2": (args, meter) => substring(subject(args), args[1] ?? null, args[2], meter),
  "split/1": (args, meter) => split(subject(args), argument(args, 1), meter),
  "replace/2": (args, meter) =>
    join(split(subject(args), argument(args, 1), meter), argument(args, 2), meter),
  "join/0": (args, meter) => join(listOf(args[0] ?? null, "what is joined"), "", meter),
  "join/1": (args, meter) => join(listOf(args[0] ?? null, "what is joined"), argument(args, 1), meter),
};

function subject(args: readonly Value[]): string {
  return textOf(args[0] ?? null, "the text before the dot");
}

function argument(args: readonly Value[], index: number): string {
  return textOf(args[index] ?? null, "the text in parentheses");
}

function search(text: string, needle: string, from: number, meter: Meter): number {
  chargeNeedle(text.length - from, needle, meter);
  return createTextSearch(needle)(text, from);
}

/** A long needle is searched for by our own code, which takes about three times as long. */
function chargeNeedle(characters: number, needle: string, meter: Meter): void {
  meter.chargeSearch((needle.length > shortNeedle ? 3 : 1) * (characters + needle.length));
}

function indexFrom(text: string, needle: string, from: number, meter: Meter): bigint {
  meter.chargeSearch(text.length);
  const offset = offsetOfCharacter(text, from);
  if (offset === null) throw missing(`the position ${from} is outside the text`);
  const found = search(text, needle, offset, meter);
  return found < 0 ? -1n : BigInt(characterCount(text.slice(0, found)));
}

function lastIndex(text: string, needle: string, meter: Meter): bigint {
  meter.chargeSearch(text.length);
  chargeNeedle(text.length, needle, meter);
  const next = createTextSearch(needle);
  let last = -1;
  for (let found = next(text, 0); found >= 0 && found > last; found = next(text, last + 1)) {
    meter.chargeSearch(needle.length);
    last = found;
  }
  return last < 0 ? -1n : BigInt(characterCount(text.slice(0, last)));
}

function converted(text: string, meter: Meter, convert: (text: string) => string): string {
  meter.chargeBuiltText(text.length);
  meter.chargeSearch(2 * text.length);
  return convert(text);
}

const space = /\p{White_Space}/u;

/** White space as Unicode and CEL define it: JavaScript's own trim includes U+FEFF and misses U+0085. */
function trimSpace(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && space.test(text.charAt(start))) start += 1;
  while (end > start && space.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function substring(text: string, start: Value, end: Value | undefined, meter: Meter): string {
  meter.chargeSearch(2 * text.length);
  const from = offsetOfCharacter(text, indexOf(start, "the start"));
  const to = end === undefined ? text.length : offsetOfCharacter(text, indexOf(end, "the end"));
  if (from === null || to === null || to < from) throw missing("substring reaches outside the text");
  return text.slice(from, to);
}

/** With an empty separator: one text per character. */
function split(text: string, separator: string, meter: Meter): readonly string[] {
  chargeNeedle(text.length, separator, meter);
  if (separator === "") {
    meter.charge(text.length);
    return [...text];
  }
  const next = createTextSearch(separator);
  const parts: string[] = [];
  let start = 0;
  for (let found = next(text, 0); found >= 0; found = next(text, start)) {
    meter.charge(1);
    parts.push(text.slice(start, found));
    start = found + separator.length;
  }
  parts.push(text.slice(start));
  return parts;
}

function join(parts: readonly Value[], separator: string, meter: Meter): string {
  meter.charge(parts.length);
  let characters = Math.max(0, parts.length - 1) * separator.length;
  const texts = parts.map((part) => textOf(part, "each element that is joined"));
  for (const text of texts) characters += text.length;
  meter.chargeBuiltText(characters);
  return texts.join(separator);
}
