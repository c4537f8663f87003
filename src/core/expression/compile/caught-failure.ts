import { ExpressionFailure } from "../metering/expression-failure.ts";
import type { Meter } from "../metering/meter.ts";

/**
 * For `catch`: returns a failure that the other side of `||` or another element may make up for; rethrows any other.
 */
export function caughtFailure(error: unknown, meter: Meter): ExpressionFailure {
  if (!(error instanceof ExpressionFailure) || error.reason === "limit") throw error;
  meter.chargeFailure();
  return error;
}

/** For `catch` in a condition: continues only if something was missing. */
export function caughtMissing(error: unknown, meter: Meter): void {
  if (caughtFailure(error, meter).reason !== "missing") throw error;
}
