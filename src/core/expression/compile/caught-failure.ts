import { ExpressionFailure } from "../metering/expression-failure.ts";
import type { Meter } from "../metering/meter.ts";

/**
 * For `catch`: answers a failure that the other side of `||` or another element may make up for; throws any other
 * again.
 */
export function caughtFailure(error: unknown, meter: Meter): ExpressionFailure {
  if (!(error instanceof ExpressionFailure) || error.reason === "limit") throw error;
  meter.chargeFailure();
  return error;
}

/** For `catch` in a condition: goes on only where something was missing. */
export function caughtMissing(error: unknown, meter: Meter): void {
  if (caughtFailure(error, meter).reason !== "missing") throw error;
}
