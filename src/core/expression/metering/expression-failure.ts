/** Why an evaluation stopped; `missing` is what a condition reads as "no". */
export type FailureReason = "missing" | "mismatch" | "limit";

/**
 * Thrown inside the evaluator only; `evaluateExpression` and its kin turn it into a value. It is not an `Error`: a
 * condition over sparse data may meet thousands, and a stack trace for each would cost more than all the rest.
 */
export class ExpressionFailure {
  readonly reason: FailureReason;
  readonly message: string;

  constructor(reason: FailureReason, message: string) {
    this.reason = reason;
    this.message = message;
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
