/**
 * Needles up to this length are left to the runtime's own search, which takes needle x text at worst; longer ones are
 * not.
 */
export const shortNeedle = 8;

/** Finds the first position at or after `from`, or -1. */
export type TextSearch = (text: string, from: number) => number;

/** A search that takes time proportional to the text only, whatever the needle is. */
export function createTextSearch(needle: string): TextSearch {
  if (needle.length <= shortNeedle) return (text, from) => text.indexOf(needle, from);
  const borders = bordersOf(needle);
  return (text, from) => {
    let matched = 0;
    for (let position = from; position < text.length; position += 1) {
      matched = extendMatch(needle, borders, matched, text.charCodeAt(position));
      if (matched === needle.length) return position - matched + 1;
    }
    return -1;
  };
}

/** Knuth, Morris and Pratt: how much of the needle matches when one more character is read. */
function extendMatch(needle: string, borders: Int32Array, matched: number, code: number): number {
  let length = matched;
  while (length > 0 && needle.charCodeAt(length) !== code) length = borders[length - 1] ?? 0;
  return needle.charCodeAt(length) === code ? length + 1 : length;
}

/** For each position of the needle, the length of the longest proper prefix that ends there. */
function bordersOf(needle: string): Int32Array {
  const borders = new Int32Array(needle.length);
  for (let position = 1; position < needle.length; position += 1) {
    borders[position] = extendMatch(needle, borders, borders[position - 1] ?? 0, needle.charCodeAt(position));
  }
  return borders;
}
