import { evaluateCondition, evaluateExpression } from "#core/expression/evaluate-expression.ts";
import type { Scope } from "#core/expression/scope.ts";
import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import type { Json } from "#core/json/json.ts";
import { sameJson } from "#core/json/same-json.ts";
import { matchJsonSchema } from "#core/schema/match-schema.ts";
import type { PlainAssertion } from "./assertion.ts";

/** The outcome of a run, as assertions see it. */
export interface Observed {
  readonly status: string;
  readonly scope: Scope;
  /** Micros of USD; null: unknown, as nothing was recorded. */
  readonly costMicros: number | null;
  /** Milliseconds; null: unknown. */
  readonly tookMs: number | null;
}

/** Says why an assertion does not hold, in a sentence; null: it holds. */
export function reasonAgainst(assertion: PlainAssertion, observed: Observed): string | null {
  switch (assertion.kind) {
    case "status":
      return observed.status === assertion.status
        ? null
        : `The run must be ${assertion.status}, and is ${observed.status}.`;
    case "cost-below":
      return judgeFigure(observed.costMicros, assertion.micros, "cost", dollars);
    case "time-below":
      return judgeFigure(observed.tookMs, assertion.ms, "take", milliseconds);
    case "holds":
      return judgeExpression(assertion.expression, observed);
    case "equals":
    case "contains":
    case "matches": {
      const found = valueAt(assertion.of, observed);
      return found.ok ? judgeValue(assertion, found.value) : cannotBeRead(assertion.of, found.message);
    }
  }
}

type OfValue = Extract<PlainAssertion, { readonly of: string }>;

function judgeValue(assertion: OfValue, value: Json): string | null {
  const { of } = assertion;
  switch (assertion.kind) {
    case "equals":
      return sameJson(value, assertion.value)
        ? null
        : `${of} must be ${shown(assertion.value)}, and is ${shown(value)}.`;
    case "contains": {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      return text.includes(assertion.text)
        ? null
        : `${of} must contain ${shown(assertion.text)}, and is ${shown(value)}.`;
    }
    case "matches": {
      const fault = matchJsonSchema(assertion.schema, value);
      // The interpreter's messages speak of outputs.
      return fault === null ? null : `${fault.replace(/^the output/, of)}.`;
    }
  }
}

function judgeExpression(source: string, { scope }: Observed): string | null {
  const parsed = parseExpression(source);
  const held = parsed.ok ? evaluateCondition(parsed.expression, scope) : parsed;
  if (!held.ok) return cannotBeRead(source, held.message);
  return held.value ? null : `It does not hold: ${source.trim()}.`;
}

/** The value of an expression over the outcome of the run, or why it cannot be evaluated. */
export function valueAt(source: string, { scope }: Pick<Observed, "scope">) {
  const parsed = parseExpression(source);
  return parsed.ok ? evaluateExpression(parsed.expression, scope) : parsed;
}

/** The message for an expression that cannot be evaluated. */
export function cannotBeRead(source: string, message: string): string {
  return `${source.trim()} cannot be worked out: ${message}.`;
}

function judgeFigure(
  figure: number | null,
  limit: number,
  verb: "cost" | "take",
  words: (figure: number) => string,
): string | null {
  if (figure === null) {
    return `The run must ${verb} less than ${words(limit)}, and nobody knows: its answers were not recorded from a run.`;
  }
  return figure < limit
    ? null
    : `The run must ${verb} less than ${words(limit)}, and the one that was recorded is at ${words(figure)}.`;
}

const dollars = (micros: number) => `$${(micros / 1_000_000).toFixed(6).replace(/0{1,2}$/, "")}`;
const milliseconds = (ms: number) => `${ms.toLocaleString("en-US")} ms`;

const mostShown = 200;

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= mostShown ? text : `${text.slice(0, mostShown)}…`;
}
