import { isRootName } from "./compile-access.ts";
import { ExpressionSyntaxError } from "./expression-failure.ts";
import { templateLimits } from "./limits.ts";
import { type Expression, type ExpressionReferences, parseExpression } from "./parse-expression.ts";
import { RecentlyUsed } from "./recently-used.ts";
import { endOfTextLiteral } from "./scan-text.ts";

/** A checked template: fixed text and expressions in turn. A pure function of its source. */
export interface Template {
  readonly source: string;
  readonly references: ExpressionReferences;
  readonly parts: readonly TemplatePart[];
}

export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "insertion"; readonly expression: Expression };

export type TemplateParse =
  | { readonly ok: true; readonly template: Template }
  /** `position` counts characters of the template from 0. */
  | { readonly ok: false; readonly message: string; readonly position?: number };

const parsed = new RecentlyUsed<TemplateParse>(200);
const opening = "{{";
const closing = "}}";
const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const literals: ReadonlySet<string> = new Set(["true", "false", "null"]);

/**
 * Parses a template. `{{ expression }}` inserts a value; `{{name}}` alone inserts the run's variable `name` (unless the name is
 * `input`, `trigger`, `variables`, `nodes`, `output`, `true`, `false` or `null`); `\{{` stands for two braces. There are no loops
 * and no includes, and what is inserted is never read as a template.
 */
export function parseTemplate(text: string): TemplateParse {
  if (text.length > templateLimits.sourceCharacters) {
    return {
      ok: false,
      message: `a template may have at most ${templateLimits.sourceCharacters} characters`,
      position: 0,
    };
  }
  return parsed.getOrMake(text, () => parseUncached(text));
}

function parseUncached(source: string): TemplateParse {
  try {
    const parts = splitParts(source);
    return { ok: true, template: { source, parts, references: mergeReferences(parts) } };
  } catch (error) {
    if (error instanceof ExpressionSyntaxError)
      return { ok: false, message: error.message, position: error.position };
    throw error;
  }
}

function splitParts(source: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let text = "";
  let position = 0;
  let insertions = 0;
  while (position < source.length) {
    const open = source.indexOf(opening, position);
    if (open < 0) break;
    if (source[open - 1] === "\\" && open > position) {
      text += source.slice(position, open - 1) + opening;
      position = open + opening.length;
      continue;
    }
    insertions += 1;
    if (insertions > templateLimits.insertions) {
      throw new ExpressionSyntaxError(
        `a template may have at most ${templateLimits.insertions} insertions`,
        open,
      );
    }
    text += source.slice(position, open);
    if (text !== "") parts.push({ kind: "text", text });
    text = "";
    const close = findClosing(source, open);
    parts.push({ kind: "insertion", expression: parseInsertion(source, open + opening.length, close) });
    position = close + closing.length;
  }
  text += source.slice(position);
  if (text !== "") parts.push({ kind: "text", text });
  return parts;
}

/** The closing braces, those inside text literals and object literals left aside. */
function findClosing(source: string, open: number): number {
  let depth = 0;
  let position = open + opening.length;
  while (position < source.length) {
    const character = source[position];
    if (depth === 0 && source.startsWith(closing, position)) return position;
    if (character === '"' || character === "'") {
      position = endOfTextLiteral(source, position);
      continue;
    }
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    position += 1;
  }
  throw new ExpressionSyntaxError("{{ is never closed with }}; write \\{{ for two braces", open);
}

function parseInsertion(source: string, start: number, end: number): Expression {
  const text = source.slice(start, end);
  const name = text.trim();
  const isVariable = plainName.test(name) && !isRootName(name) && !literals.has(name);
  const result = parseExpression(isVariable ? `variables.${name}` : text);
  if (result.ok) return result.expression;
  throw new ExpressionSyntaxError(result.message, isVariable ? start : start + (result.position ?? 0));
}

function mergeReferences(parts: readonly TemplatePart[]): ExpressionReferences {
  const references = parts.flatMap((part) => (part.kind === "insertion" ? [part.expression.references] : []));
  return {
    nodes: [...new Set(references.flatMap((each) => each.nodes))],
    variables: [...new Set(references.flatMap((each) => each.variables))],
    usesOutput: references.some((each) => each.usesOutput),
  };
}
