import { Environment, ParseError } from "@marcbachmann/cel-js";
import { RecentlyUsed } from "../../recently-used.ts";
import { compileProgram, type ExpressionReferences, type Program } from "../compile/compile.ts";
import { callableNames } from "../compile/compile-calls.ts";
import { ExpressionSyntaxError } from "../metering/expression-failure.ts";
import { expressionLimits } from "../metering/limits.ts";
import { blankTexts } from "./scan-text.ts";

/** A checked expression. It is a pure function of its source; store the source, not this. */
export interface Expression {
  readonly source: string;
  readonly references: ExpressionReferences;
  /** For `evaluateExpression` and its variants. */
  readonly program: Program;
}

export type ExpressionParse =
  | { readonly ok: true; readonly expression: Expression }
  /** `position` counts characters of the source from 0. */
  | { readonly ok: false; readonly message: string; readonly position?: number };

/**
 * The grammar is the library's; checking and evaluation are ours, because only then can each step be counted. So its
 * own functions, operators and regular expressions never run.
 */
const grammar = new Environment({
  enableOptionalTypes: true,
  unlistedVariablesAreDyn: true,
  limits: {
    maxAstNodes: expressionLimits.astNodes,
    maxDepth: expressionLimits.nestingDepth,
    maxListElements: expressionLimits.listElements,
    maxMapEntries: expressionLimits.mapEntries,
    maxCallArguments: expressionLimits.callArguments,
  },
});

const parsed = new RecentlyUsed<ExpressionParse>(1_000);

/** Parses and checks a CEL expression. Names, functions and limits are checked here, types when it is evaluated. */
export function parseExpression(text: string): ExpressionParse {
  if (text.length > expressionLimits.sourceCharacters) {
    return {
      ok: false,
      message: `an expression may have at most ${expressionLimits.sourceCharacters} characters`,
      position: 0,
    };
  }
  return parsed.getOrMake(text, () => parseUncached(text));
}

function parseUncached(source: string): ExpressionParse {
  if (source.trim() === "") return { ok: false, message: "the expression is empty", position: 0 };
  try {
    checkCallNames(source);
    const program = compileProgram(grammar.parse(source).ast);
    return { ok: true, expression: { source, references: program.references, program } };
  } catch (error) {
    return explainFailure(error);
  }
}

/** Before the library sees it, because the library keeps every function name it is given, forever. */
function checkCallNames(source: string): void {
  for (const match of blankTexts(source).matchAll(/([A-Za-z_]\w*)\s*\(/g)) {
    const name = match[1] ?? "";
    if (name !== "in" && !callableNames.has(name)) {
      throw new ExpressionSyntaxError(`there is no function ${name.slice(0, 80)}()`, match.index);
    }
  }
}

function explainFailure(error: unknown): ExpressionParse {
  if (error instanceof ExpressionSyntaxError)
    return { ok: false, message: error.message, position: error.position };
  if (error instanceof ParseError) {
    const position = error.range?.start;
    const message = explainGrammar(error.summary);
    return position === undefined ? { ok: false, message } : { ok: false, message, position };
  }
  throw error;
}

const tokenNames: { readonly [token: string]: string } = {
  EOF: "the end",
  NUMBER: "a number",
  STRING: "a text",
  BOOLEAN: "true or false",
  NULL: "null",
  IDENTIFIER: "a name",
  LPAREN: "(",
  RPAREN: ")",
  LBRACKET: "[",
  RBRACKET: "]",
  LBRACE: "{",
  RBRACE: "}",
  COMMA: "a comma",
  COLON: ":",
  QUESTION: "?",
  DOT: "a dot",
  PLUS: "+",
  MINUS: "-",
  MULTIPLY: "*",
  DIVIDE: "/",
  MODULO: "%",
  EQ: "==",
  NE: "!=",
  LT: "<",
  LE: "<=",
  GT: ">",
  GE: ">=",
  AND: "&&",
  OR: "||",
  NOT: "!",
  IN: "in",
};

/** The library names tokens in capitals; people see the characters. */
function explainGrammar(summary: string): string {
  const sentence = summary.replace(/\b[A-Z]{2,}\b/g, (token) => tokenNames[token] ?? token);
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
