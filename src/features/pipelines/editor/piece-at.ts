const closing: Readonly<Record<string, string>> = { '"': '"', "'": "'" };

/**
 * The length of the token that begins at `column` (from 0): a key, or one value. Inside brackets a value ends at a
 * comma or bracket, elsewhere at a comment or the end of the line. A value in brackets extends to the end of the line.
 */
export function pieceAt(line: string, column: number): number {
  const rest = line.slice(column).trimEnd();
  const key = /^[A-Za-z_][\w.-]*(?=\s*:(?:\s|$))/.exec(rest);
  if (key !== null) return key[0].length;
  const quote = closing[rest.charAt(0)];
  if (quote !== undefined) return quotedLength(rest, quote);
  if (/^[{[]/.test(rest)) return rest.length;
  const end = isInBrackets(line.slice(0, column)) ? /\s*(?:[,}\]]|\s#)/.exec(rest) : /\s+#/.exec(rest);
  return end === null ? rest.length : end.index;
}

/** Includes both quotes; runs to the end if it is not closed. */
function quotedLength(rest: string, quote: string): number {
  for (let index = 1; index < rest.length; index += 1) {
    const character = rest.charAt(index);
    if (quote === '"' && character === "\\") index += 1;
    else if (character === quote && rest.charAt(index + 1) === quote && quote === "'") index += 1;
    else if (character === quote) return index + 1;
  }
  return rest.length;
}

/** Whether a bracket is open; brackets inside quotes do not count. */
function isInBrackets(before: string): boolean {
  const bare = before.replace(/"(?:\\.|[^"\\])*"|'(?:''|[^'])*'/g, "");
  const count = (sign: RegExp) => bare.match(sign)?.length ?? 0;
  return count(/[{[]/g) > count(/[}\]]/g);
}
