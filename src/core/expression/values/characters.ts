/** CEL measures texts in characters (code points); the runtime in UTF-16 units, of which rarer characters take two. */

/** How many characters a text has. */
export function characterCount(text: string): number {
  let count = 0;
  for (let offset = 0; offset < text.length; offset = nextOffset(text, offset)) count += 1;
  return count;
}

/** The position of the character with this index; null if the text is shorter. The end itself is a valid position. */
export function offsetOfCharacter(text: string, index: number): number | null {
  if (index < 0 || index > text.length) return null;
  let offset = 0;
  for (let count = 0; count < index; count += 1) {
    if (offset >= text.length) return null;
    offset = nextOffset(text, offset);
  }
  return offset;
}

function nextOffset(text: string, offset: number): number {
  return isSurrogate(text.charCodeAt(offset), 0xd800) && isSurrogate(text.charCodeAt(offset + 1), 0xdc00)
    ? offset + 2
    : offset + 1;
}

function isSurrogate(code: number, base: number): boolean {
  return code >= base && code < base + 0x400;
}
