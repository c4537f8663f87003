import type { RawExcerpt } from "#server/db/excerpt-around.ts";

/** A match with the text around it. */
export interface MarkedExcerpt {
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

/** The excerpt in one line, with the first match. Null where it does not show it. */
export function markExcerpt(raw: RawExcerpt, wanted: string, isJson: boolean): MarkedExcerpt | null {
  const line = inOneLine(isJson ? unescaped(raw.piece) : raw.piece);
  const pattern = inOneLine(wanted).replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  const found = new RegExp(pattern, "iu").exec(line);
  if (found === null) return null;
  const [match] = found;
  return {
    before: `${raw.isCutBefore ? "… " : ""}${line.slice(0, found.index).trimStart()}`,
    match,
    after: `${line.slice(found.index + match.length).trimEnd()}${raw.isCutAfter ? " …" : ""}`,
  };
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

const letters: ReadonlyMap<string, string> = new Map([..."nrtbf"].map((letter) => [letter, " "]));

/** A piece of JSON as the text it encodes; the piece may begin or end within an escape sequence. */
function unescaped(piece: string): string {
  return piece.replace(/\\(u[0-9a-f]{4}|.)|\\$/giu, (_whole, code: string | undefined) => {
    if (code === undefined) return "";
    if (/^u./i.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return letters.get(code) ?? code;
  });
}
