/**
 * The position after the text literal that begins at `start` (a quote); the source's end if it is never closed. Follows
 * CEL: triple quotes span lines, a backslash protects the next character.
 */
export function endOfTextLiteral(source: string, start: number): number {
  const quote = source.charAt(start);
  const closing = source.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  let position = start + closing.length;
  while (position < source.length) {
    if (source.startsWith(closing, position)) return position + closing.length;
    position += source[position] === "\\" ? 2 : 1;
  }
  return source.length;
}

/** The source with the content of text literals and comments blanked, so that the rest can be searched for names. */
export function blankTexts(source: string): string {
  let blanked = "";
  let position = 0;
  while (position < source.length) {
    const end = endOfOpaquePart(source, position);
    blanked += end === position ? source.charAt(position) : " ".repeat(end - position);
    position = Math.max(end, position + 1);
  }
  return blanked;
}

function endOfOpaquePart(source: string, position: number): number {
  const character = source[position];
  if (character === '"' || character === "'") return endOfTextLiteral(source, position);
  if (character !== "/" || source[position + 1] !== "/") return position;
  const lineEnd = source.indexOf("\n", position);
  return lineEnd < 0 ? source.length : lineEnd;
}
