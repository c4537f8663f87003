import type { Document, LineCounter } from "yaml";
import type { Problem } from "#core/errors.ts";
import type { Json } from "#core/json/json.ts";
import { pathText } from "#core/pipeline/problem.ts";
import { checkJsonLimits, findUnstorable, type JsonFault } from "../json/check-json-limits.ts";
import { definitionCharacters } from "../json/json-limits.ts";
import { hasDuplicateKey } from "../json/json-place.ts";
import { findNumberFault } from "../json/parse-json-text.ts";
import { findAmbiguity } from "./ambiguity.ts";
import {
  type DefinitionText,
  definitionText,
  faultLimit,
  type GrammarFault,
  positionAt,
  type TextPosition,
} from "./definition-document.ts";
import { findNumberProblems, type NumberProblem } from "./find-number-problems.ts";
import { findStrayText } from "./find-stray-text.ts";
import { explainGrammar } from "./grammar-words.ts";
import { isNothingWritten } from "./is-nothing-written.ts";
import { createLocator } from "./locate.ts";

const aliasExpansionLimit = 100;
const tabWords =
  "This line is indented with a tab. Indent every line with spaces: YAML does not allow tabs there.";
const textStart: TextPosition = { line: 1, column: 1 };

/** A problem with its position in the text. */
export interface TextProblem extends Problem, TextPosition {}

export type DefinitionTextParse =
  /** Warnings concern how values are written, which the value no longer shows. */
  | { readonly ok: true; readonly value: Json; readonly warnings: readonly TextProblem[] }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

/**
 * Parses a definition written as JSON or YAML. Its content is not checked here (`pipelineDefinitionSchema`,
 * `validateDefinition`): only that it can be parsed, unambiguously, and is not a bomb.
 */
export function parseDefinitionText(given: string | DefinitionText): DefinitionTextParse {
  if (typeof given === "string") return parseUncached(definitionText(given));
  const known = parsed.get(given) ?? parseUncached(given);
  parsed.set(given, known);
  return known;
}

/** A text is parsed at most once, so it is also interpreted at most once. */
const parsed = new WeakMap<DefinitionText, DefinitionTextParse>();

function parseUncached(source: DefinitionText): DefinitionTextParse {
  const { text } = source;
  if (text.length > definitionCharacters) {
    const message = `The text has ${exact(text.length)} characters; the limit is ${exact(definitionCharacters)}.`;
    return refuse("PAYLOAD_TOO_LARGE", message, textStart);
  }
  if (isNothingWritten(text)) return refuse("INVALID_TEXT", "The text is empty.", textStart);
  if (fence.test(text)) return refuse("INVALID_TEXT", fencedWords, textStart);
  const read = parseAsJson(source) ?? parseAsYaml(source);
  return read.ok ? (refuseCharacters(text) ?? read) : read;
}

function parseAsYaml(source: DefinitionText): DefinitionTextParse {
  try {
    return convert(source);
  } catch (error) {
    if (error instanceof Error && isStackOverflow(error.message))
      return refuse("INVALID_TEXT", tooDeepWords, textStart);
    if (error instanceof ReferenceError) return refuse("INVALID_TEXT", explainAliases(error), textStart);
    throw error;
  }
}

/**
 * JSON is parsed as such: that is by far the fastest, and its numbers are unambiguous. Null: it is YAML, or invalid.
 */
function parseAsJson(source: DefinitionText): DefinitionTextParse | null {
  const { text } = source;
  if (!/^\s*\{/.test(text)) return null;
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return null;
  }
  // Reported with its line below.
  if (hasDuplicateKey(text)) return null;
  const fault = findNumberFault(text) ?? checkJsonLimits(value);
  return fault === null ? { ok: true, value, warnings: [] } : refuseValue(source, fault);
}

function convert(source: DefinitionText): DefinitionTextParse {
  const { document, lines, faults } = source.read();
  const told = [...faults, ...(document === null ? [] : grammarFaults(document))].slice(0, faultLimit + 1);
  const tooDeep = told.find(({ message }) => isStackOverflow(message));
  if (tooDeep !== undefined) return refuse("INVALID_TEXT", tooDeepWords, textStart);
  const tab = told.find(({ message }) => message.startsWith("Tabs are not allowed"));
  // Other errors are then mostly consequences of it.
  if (tab !== undefined) return refuse("INVALID_TEXT", tabWords, positionAt(lines, tab.offset));
  const stray = told.length === 0 ? null : findStrayText(source.text);
  if (stray !== null) return refuse("INVALID_TEXT", `${stray.message}.`, positionAt(lines, stray.offset));
  if (document === null || told.length > 0) return { ok: false, problems: explainFaults(told, lines) };
  const ambiguity = findAmbiguity(document.contents);
  if (ambiguity !== null)
    return refuse("INVALID_TEXT", `${ambiguity.message}.`, positionAt(lines, ambiguity.offset));
  const numbers = findNumberProblems(document.contents);
  const tell = (severity: Problem["severity"]) => (found: NumberProblem) => ({
    ...problem("NUMBER", `${pathText(found.path)}: ${found.message}.`, positionAt(lines, found.offset)),
    severity,
    path: [...found.path],
  });
  if (numbers.faults.length > 0)
    return { ok: false, problems: numbers.faults.slice(0, faultLimit).map(tell("error")) };
  const value: unknown = document.toJS({ maxAliasCount: aliasExpansionLimit });
  const fault = checkJsonLimits(value);
  if (fault !== null) return refuseValue(source, fault);
  return { ok: true, value: value as Json, warnings: numbers.warnings.map(tell("warning")) };
}

/** The parser reports some errors twice. */
function explainFaults(faults: readonly GrammarFault[], lines: LineCounter): readonly TextProblem[] {
  const byPlace = new Map<string, TextProblem>();
  for (const { message, offset } of faults) {
    const words = explainGrammar(message);
    byPlace.set(`${offset} ${words}`, problem("INVALID_TEXT", words, positionAt(lines, offset)));
  }
  return [...byPlace.values()];
}

function grammarFaults({ errors, warnings }: Document.Parsed): readonly GrammarFault[] {
  return [...errors, ...warnings].map(({ message, pos }) => ({ message, offset: pos[0] }));
}

function refuseValue(source: DefinitionText, { code, message, path }: JsonFault): DefinitionTextParse {
  const where = path.length === 0 ? "The text" : path.slice(0, 8).join(".");
  const position = createLocator(source)(path) ?? textStart;
  return { ok: false, problems: [{ ...problem(code, `${where}: ${message}.`, position), path: [...path] }] };
}

/** The content of a value has been checked; comments and what stands between values are kept with it. */
function refuseCharacters(text: string): DefinitionTextParse | null {
  const at = findUnstorable(text);
  if (at === null) return null;
  const [before, words] = [
    text.slice(0, at).split("\n"),
    "NUL characters and halves of characters are not allowed.",
  ];
  const position = { line: before.length, column: (before.at(-1) ?? "").length + 1 };
  return refuse(
    "INVALID_TEXT",
    `There is a character here that cannot be kept: remove it. ${words}`,
    position,
  );
}

const tooDeepWords = "The text is nested too deep to be read.";
const fence = /^\s*(```|~~~)/;
const fencedWords =
  "The text is inside a fenced block: remove the line that begins with ``` before it, and the one after it.";

function exact(figure: number): string {
  return figure.toLocaleString("en-US");
}

/** The parser recurses and reports its own overflow as an error at some position, which means nothing. */
function isStackOverflow(message: string): boolean {
  return message.includes("call stack");
}

function explainAliases(error: ReferenceError): string {
  return error.message.startsWith("Unresolved alias")
    ? `${error.message}.`
    : "Aliases (*name) repeat too much: write the parts out.";
}

function refuse(code: string, message: string, position: TextPosition): DefinitionTextParse {
  return { ok: false, problems: [problem(code, message, position)] };
}

function problem(code: string, message: string, position: TextPosition): TextProblem {
  return { code, severity: "error", message, ...position };
}
