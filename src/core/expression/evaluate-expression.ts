import type { Json } from "#core/json/json.ts";
import type { EvaluationMode, Frame } from "./compile/frame.ts";
import { ExpressionFailure } from "./metering/expression-failure.ts";
import { Meter } from "./metering/meter.ts";
import type { Scope } from "./scope.ts";
import type { Expression } from "./syntax/parse-expression.ts";
import { builtJson, pickedJson } from "./values/built-json.ts";
import { toCondition } from "./values/to-condition.ts";
import { shorten } from "./values/value.ts";
import { writeValue } from "./values/written-json.ts";

export type Evaluation<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string };

/** What is visible besides the scope: to an output mapping, and to an HTTP request. */
export interface ExtraScope {
  readonly output?: Json;
  /** Values of secrets by name, when rendering an HTTP request. */
  readonly secrets?: ReadonlyMap<string, string>;
}

const noSecrets: ReadonlyMap<string, string> = new Map();

/**
 * Evaluates an expression. It sees `input`, `trigger`, `variables`, `nodes`, `run` and, in an output mapping, `output`,
 * in an undo `output` and `error`, and in a tool `args`; nothing else exists: no clock except the run's start time, no
 * randomness, no environment. A missing key is an error; `a.?b.orValue(x)` and `has(a.b)` check first.
 *
 * Promise: ends in under 50 ms with a value or a message, whatever the expression and the data are.
 */
export function evaluateExpression(
  expression: Expression,
  scope: Scope,
  extra: ExtraScope = {},
): Evaluation<Json> {
  return evaluateMetered(expression, scope, extra, new Meter());
}

/** Like `evaluateExpression`, with a budget shared by several expressions. */
export function evaluateMetered(
  expression: Expression,
  scope: Scope,
  extra: ExtraScope,
  meter: Meter,
): Evaluation<Json> {
  const frame = createFrame(scope, extra, meter, "value");
  return guard(expression, () => evaluateIn(frame, expression));
}

/** Like `evaluateMetered`, with the value as a template writes it. */
export function evaluateText(
  expression: Expression,
  scope: Scope,
  extra: ExtraScope,
  meter: Meter,
): Evaluation<string> {
  const frame = createFrame(scope, extra, meter, "value");
  return guard(expression, () => writeValue(evaluateIn(frame, expression), meter));
}

/**
 * Evaluates an expression as a decision; see `toCondition` for how a value is read. Missing keys are not errors here:
 * to `==` and `!=` they are null; to `!`, `&&`, `||` and the decision itself they are false, and so is a comparison
 * that involves them.
 */
export function evaluateCondition(
  expression: Expression,
  scope: Scope,
  extra: ExtraScope = {},
  meter: Meter = new Meter(),
): Evaluation<boolean> {
  const frame = createFrame(scope, extra, meter, "condition");
  return guard(expression, () => toCondition(expression.program.step(frame)), false);
}

function evaluateIn(frame: Frame, { program }: Expression): Json {
  const value = program.step(frame);
  return program.picks ? pickedJson(value) : builtJson(value, frame.meter);
}

function createFrame(scope: Scope, extra: ExtraScope, meter: Meter, mode: EvaluationMode): Frame {
  const { input, trigger, variables, nodes, run, error, item } = scope;
  const { output = scope.output } = extra;
  // A variable of this name may be older than tools.
  const args = scope.args ?? (Object.hasOwn(variables, "args") ? variables.args : undefined);
  const roots = { input, trigger, variables, nodes, run, output, error, item, args };
  return { roots, secrets: extra.secrets ?? noSecrets, locals: [], meter, mode };
}

const hiddenReason = "it fails; the reason is withheld because it may quote a secret";

function guard<T>(expression: Expression, evaluate: () => T, whenMissing?: T): Evaluation<T> {
  try {
    return { ok: true, value: evaluate() };
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error;
    if (error.reason === "missing" && whenMissing !== undefined) return { ok: true, value: whenMissing };
    // A failure may quote the value that it failed on.
    const reason = expression.references.secrets.length > 0 ? hiddenReason : error.message;
    return { ok: false, message: `${reason}, in: ${shorten(expression.source.trim())}` };
  }
}
