import { insertionRanges } from "./parse-template.ts";
import { blankTexts, endOfTextLiteral } from "./scan-text.ts";

/** New ids by the old ones; all of them are given at the same time. */
export type NewIds = ReadonlyMap<string, string>;

/**
 * An expression with another id in each `nodes.<id>` and `nodes["<id>"]`. It need not be right otherwise; texts and
 * comments in it stay as they are.
 */
export function renameNodeInExpression(source: string, ids: NewIds): string {
  const blanked = blankTexts(source);
  let renamed = "";
  let copied = 0;
  for (const match of blanked.matchAll(/(?<![\w.])nodes\s*(?:\.(\??)\s*([A-Za-z_]\w*)|\[\??)/g)) {
    const [whole, question = "", name] = match;
    const end = match.index + whole.length;
    const start = match.index + "nodes".length;
    const named = name === undefined ? undefined : ids.get(name);
    if (named !== undefined) {
      renamed += source.slice(copied, start) + access(question, named);
      copied = end;
    } else if (name === undefined) {
      const literal = literalAt(source, end);
      const to = literal === null ? undefined : ids.get(literal.text);
      if (literal === null || to === undefined) continue;
      renamed += source.slice(copied, literal.start) + to;
      copied = literal.start + literal.text.length;
    }
  }
  return renamed + source.slice(copied);
}

/** The same for what stands between `{{` and `}}`. */
export function renameNodeInTemplate(source: string, ids: NewIds): string {
  let renamed = "";
  let copied = 0;
  for (const { start, end } of insertionRanges(source)) {
    renamed += source.slice(copied, start) + renameNodeInExpression(source.slice(start, end), ids);
    copied = end;
  }
  return renamed + source.slice(copied);
}

const words: ReadonlySet<string> = new Set(["in", "true", "false", "null"]);

/** An id with a hyphen is not a name in an expression. */
function access(question: string, id: string): string {
  const isName = /^[A-Za-z_]\w*$/.test(id) && !words.has(id);
  return isName ? `.${question}${id}` : `[${question}"${id}"]`;
}

/** What stands in quotes, on one line and without escapes, as ids do. */
function literalAt(source: string, from: number): { readonly text: string; readonly start: number } | null {
  const quote = from + (/^\s*/.exec(source.slice(from))?.[0].length ?? 0);
  if (!/^["']/.test(source.charAt(quote))) return null;
  return { text: source.slice(quote + 1, endOfTextLiteral(source, quote) - 1), start: quote + 1 };
}
