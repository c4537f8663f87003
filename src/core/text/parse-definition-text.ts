import type { Problem } from "#core/errors.ts";
import type { Json } from "#core/json.ts";
import { findAmbiguity } from "./ambiguity.ts";
import { checkJsonLimits, type JsonFault } from "./check-json-limits.ts";
import {
  type DefinitionDocument,
  positionAt,
  readDocument,
  type TextPosition,
} from "./definition-document.ts";
import { describeSize } from "./describe-size.ts";
import { createLocator } from "./locate.ts";

/** The longest text of a definition, in characters. */
export const definitionTextLimit = 262_144;

const aliasExpansionLimit = 100;
const problemLimit = 20;
const textStart: TextPosition = { line: 1, column: 1 };

/** A problem with the place in the text that it is about. */
export interface TextProblem extends Problem, TextPosition {}

export type DefinitionTextParse =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

/**
 * Reads a definition written as JSON or YAML. What it says is not looked at here (`pipelineDefinitionSchema`, `validateDefinition`): only
 * that it can be read, in one way, and is no bomb.
 */
export function parseDefinitionText(text: string): DefinitionTextParse {
  if (text.length > definitionTextLimit) {
    const message = `The text is ${describeSize(text.length)}; the limit is ${describeSize(definitionTextLimit)}.`;
    return refuse("PAYLOAD_TOO_LARGE", message, textStart);
  }
  if (text.trim() === "") return refuse("INVALID_TEXT", "The text is empty.", textStart);
  try {
    return convert(text, readDocument(text));
  } catch (error) {
    if (isStackOverflow(error))
      return refuse("INVALID_TEXT", "The text is nested too deep to be read.", textStart);
    if (error instanceof ReferenceError) return refuse("INVALID_TEXT", explainAliases(error), textStart);
    throw error;
  }
}

function convert(text: string, { document, lines }: DefinitionDocument): DefinitionTextParse {
  const faults = [...document.errors, ...document.warnings].slice(0, problemLimit);
  const tooDeep = faults.find(isStackOverflow);
  if (tooDeep !== undefined) throw tooDeep;
  if (faults.length > 0) {
    return {
      ok: false,
      problems: faults.map(({ message, pos }) =>
        problem("INVALID_TEXT", explainGrammar(message), positionAt(lines, pos[0])),
      ),
    };
  }
  const ambiguity = findAmbiguity(document.contents);
  if (ambiguity !== null)
    return refuse("INVALID_TEXT", `${ambiguity.message}.`, positionAt(lines, ambiguity.offset));
  const value: unknown = document.toJS({ maxAliasCount: aliasExpansionLimit });
  const fault = checkJsonLimits(value);
  return fault === null ? { ok: true, value: value as Json } : refuseValue(text, fault);
}

function refuseValue(text: string, { code, message, path }: JsonFault): DefinitionTextParse {
  const where = path.length === 0 ? "The text" : path.slice(0, 8).join(".");
  const position = createLocator(text)(path) ?? textStart;
  return { ok: false, problems: [{ ...problem(code, `${where}: ${message}.`, position), path: [...path] }] };
}

/** The parser's own words for the two faults that people make most say little to them. */
function explainGrammar(message: string): string {
  if (message.startsWith("With stringKeys")) {
    return 'A value that begins with { is read as an object. Put quotes around a placeholder: "{{ input }}".';
  }
  if (message.startsWith("Implicit keys need")) {
    return "A field is written name: value. This line has no colon, or its indent is not that of its neighbours.";
  }
  return `${message}.`;
}

/** The parser recurses and tells of its own overflow as an error at some place; the place means nothing. */
function isStackOverflow(error: unknown): boolean {
  return error instanceof Error && error.message.includes("call stack");
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
