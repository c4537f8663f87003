/** Why an evaluation stopped; a condition reads `missing` as "no". */
export type FailureReason = "missing" | "mismatch" | "limit";

/**
 * Thrown inside the evaluator only; `evaluateExpression` and its variants turn it into a value. It is not an `Error`: a
 * condition over sparse data may meet thousands, and their stack traces would cost more than everything else.
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
