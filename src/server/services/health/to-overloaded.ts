import { AppError } from "#core/errors.ts";
import { isOverloaded } from "#server/db/is-overloaded.ts";

/** Callers come again after this long. */
const comeAgainMs = 5_000;

/** What callers are told when the database had no connection for them; null for any other error. */
export function toOverloaded(error: unknown): AppError | null {
  if (!isOverloaded(error)) return null;
  const message = `Penstock is too busy to do this now, and has done nothing of it. Try again in ${comeAgainMs / 1_000} seconds.`;
  return new AppError("OVERLOADED", message, { retryAfterMs: comeAgainMs, cause: error });
}
