import { insertionRanges, variableAlone } from "./parse-template.ts";
import { blankTexts, endOfTextLiteral } from "./scan-text.ts";

/** New ids or names by the old ones. All are changed at the same time, so two can swap. */
type NewNames = ReadonlyMap<string, string>;

/**
 * An expression with new ids in each `nodes.<id>` and `nodes["<id>"]`. It may otherwise be invalid; texts and comments
 * in it stay as they are.
 */
export function renameNodeInExpression(source: string, ids: NewNames): string {
  return renameUnder("nodes", source, ids);
}

/** The same for the content of `{{` and `}}`. */
export function renameNodeInTemplate(source: string, ids: NewNames): string {
  return inInsertions(source, (expression) => renameUnder("nodes", expression, ids));
}

/** An expression with new names in each `variables.<name>` and `variables["<name>"]`, as for the ids of nodes. */
export function renameVariableInExpression(source: string, names: NewNames): string {
  return renameUnder("variables", source, names);
}

/** The same for the content of `{{` and `}}`, where a variable may stand alone: `{{ tone }}`. */
export function renameVariableInTemplate(source: string, names: NewNames): string {
  return inInsertions(source, (expression) => {
    const alone = variableAlone(expression);
    const to = alone === null ? undefined : names.get(alone);
    if (to === undefined) return renameUnder("variables", expression, names);
    const inserted = variableAlone(to) === null || words.has(to) ? `variables${access("", to)}` : to;
    return expression.replace(expression.trim(), () => inserted);
  });
}

function inInsertions(source: string, rename: (expression: string) => string): string {
  let renamed = "";
  let copied = 0;
  for (const { start, end } of insertionRanges(source)) {
    renamed += source.slice(copied, start) + rename(source.slice(start, end));
    copied = end;
  }
  return renamed + source.slice(copied);
}

const accesses = {
  nodes: /(?<![\w.])nodes\s*(?:\.(\??)\s*([A-Za-z_]\w*)|\[\??)/g,
  variables: /(?<![\w.])variables\s*(?:\.(\??)\s*([A-Za-z_]\w*)|\[\??)/g,
} as const;

function renameUnder(root: keyof typeof accesses, source: string, names: NewNames): string {
  const blanked = blankTexts(source);
  let renamed = "";
  let copied = 0;
  for (const match of blanked.matchAll(accesses[root])) {
    const [whole, question = "", name] = match;
    const end = match.index + whole.length;
    const start = match.index + root.length;
    const named = name === undefined ? undefined : names.get(name);
    if (named !== undefined) {
      renamed += source.slice(copied, start) + access(question, named);
      copied = end;
    } else if (name === undefined) {
      const literal = literalAt(source, end);
      const to = literal === null ? undefined : names.get(literal.text);
      if (literal === null || to === undefined) continue;
      renamed += source.slice(copied, literal.start) + to;
      copied = literal.start + literal.text.length;
    }
  }
  return renamed + source.slice(copied);
}

const words: ReadonlySet<string> = new Set(["in", "true", "false", "null"]);

/** An id with a hyphen is not a name in an expression. */
function access(question: string, id: string): string {
  const isName = /^[A-Za-z_]\w*$/.test(id) && !words.has(id);
  return isName ? `.${question}${id}` : `[${question}"${id}"]`;
}

/** The content of quotes, on one line and without escapes, like ids. */
function literalAt(source: string, from: number): { readonly text: string; readonly start: number } | null {
  const quote = from + (/^\s*/.exec(source.slice(from))?.[0].length ?? 0);
  if (!/^["']/.test(source.charAt(quote))) return null;
  return { text: source.slice(quote + 1, endOfTextLiteral(source, quote) - 1), start: quote + 1 };
}
