import type { Meter } from "./meter.ts";

/** Why an evaluation stopped; `missing` is what a condition reads as "no". */
export type ExpressionErrorReason = "missing" | "mismatch" | "limit";

/** Thrown inside the evaluator only; `evaluateExpression` and its kin turn it into a value. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  readonly reason: ExpressionErrorReason;

  constructor(reason: ExpressionErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Thrown while an expression is parsed and checked; `position` counts characters from 0. */
export class ExpressionSyntaxError extends Error {
  override readonly name = "ExpressionSyntaxError";
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

/** For `catch`: answers a failure that the other side of `||` or another element may make up for; throws any other again. */
export function caughtFailure(error: unknown, meter: Meter): ExpressionError {
  if (!(error instanceof ExpressionError) || error.reason === "limit") throw error;
  meter.chargeFailure();
  return error;
}

/** For `catch` in a condition: goes on only where something was missing. */
export function caughtMissing(error: unknown, meter: Meter): void {
  if (caughtFailure(error, meter).reason !== "missing") throw error;
}
