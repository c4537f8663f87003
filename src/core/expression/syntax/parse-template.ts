import { RecentlyUsed } from "../../recently-used.ts";
import type { ExpressionReferences } from "../compile/compile.ts";
import { isReservedName } from "../compile/compile-access.ts";
import { ExpressionSyntaxError } from "../metering/expression-failure.ts";
import { templateLimits } from "../metering/limits.ts";
import { type Expression, parseExpression } from "./parse-expression.ts";
import { endOfTextLiteral } from "./scan-text.ts";

/** A checked template: literal text and expressions alternate. A pure function of its source. */
export interface Template {
  readonly source: string;
  readonly references: ExpressionReferences;
  readonly parts: readonly TemplatePart[];
  /** Where `\{{` follows a word, as in `C:\Users\{{ name }}`: the author may have meant a backslash and a value. */
  readonly doubtfulEscapes: readonly number[];
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
 * Parses a template. `{{ expression }}` inserts a value; `{{name}}` alone inserts the run's variable `name` (unless the
 * name is `input`, `trigger`, `variables`, `nodes`, `run`, `output`, `error`, `true`, `false` or `null`); `\{{` stands
 * for two braces, `\\{{` for a backslash and a value. There are no loops and no includes, and inserted values are never
 * parsed as templates.
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
    const references = mergeReferences(parts);
    return {
      ok: true,
      template: { source, parts, references, doubtfulEscapes: findDoubtfulEscapes(source) },
    };
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
    const slashes = backslashesBefore(source, open, position);
    text += source.slice(position, open - Math.ceil(slashes / 2));
    if (slashes % 2 === 1) {
      text += opening;
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

/** The positions of a template's expressions, from after `{{` to before `}}`, if they are closed. */
export function insertionRanges(source: string): readonly { readonly start: number; readonly end: number }[] {
  const ranges: { readonly start: number; readonly end: number }[] = [];
  let position = 0;
  for (;;) {
    const open = source.indexOf(opening, position);
    if (open < 0) return ranges;
    position = open + opening.length;
    if (backslashesBefore(source, open, 0) % 2 === 1) continue;
    const end = closingOrNull(source, open);
    if (end === null) return ranges;
    ranges.push({ start: position, end });
    position = end + closing.length;
  }
}

function closingOrNull(source: string, open: number): number | null {
  try {
    return findClosing(source, open);
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) return null;
    throw error;
  }
}

/** Two backslashes before the braces stand for one; a remaining one makes the braces text. */
function backslashesBefore(source: string, open: number, from: number): number {
  let count = 0;
  while (open - count > from && source[open - count - 1] === "\\") count += 1;
  return count;
}

function findDoubtfulEscapes(source: string): readonly number[] {
  return [...source.matchAll(/(?<=[\w/:.-])\\\{\{[^{}]*\}\}/g)].map(({ index }) => index);
}

/** The closing braces, ignoring those inside text literals and object literals. */
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

/** The variable that stands alone between braces, as in `{{ tone }}`; null if it is an expression. */
export function variableAlone(text: string): string | null {
  const name = text.trim();
  return plainName.test(name) && !isReservedName(name) && !literals.has(name) ? name : null;
}

function parseInsertion(source: string, start: number, end: number): Expression {
  const text = source.slice(start, end);
  const name = variableAlone(text);
  const isVariable = name !== null;
  const result = parseExpression(isVariable ? `variables.${name}` : text);
  if (result.ok) return result.expression;
  throw new ExpressionSyntaxError(
    `${result.message}${hintFor(text)}`,
    isVariable ? start : start + (result.position ?? 0),
  );
}

/** Blocks, partials and comments of other template languages, and triple braces. */
const foreign = /^\s*[#/^>!&{]|\}\s*$/;

function hintFor(text: string): string {
  return foreign.test(text)
    ? ". Put one expression between {{ and }}, without blocks or more braces; write \\{{ where the braces are meant as text"
    : "";
}

function mergeReferences(parts: readonly TemplatePart[]): ExpressionReferences {
  const references = parts.flatMap((part) => (part.kind === "insertion" ? [part.expression.references] : []));
  return {
    nodes: [...new Set(references.flatMap((each) => each.nodes))],
    variables: [...new Set(references.flatMap((each) => each.variables))],
    secrets: [...new Set(references.flatMap((each) => each.secrets))],
    usesOutput: references.some((each) => each.usesOutput),
    usesError: references.some((each) => each.usesError),
    usesItem: references.some((each) => each.usesItem),
    usesArgs: references.some((each) => each.usesArgs),
  };
}
