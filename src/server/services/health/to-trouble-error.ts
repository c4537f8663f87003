import type { ErrorCode } from "#core/error-codes.ts";
import { AppError } from "#core/errors.ts";
import { type DatabaseTrouble, findTrouble } from "#server/db/find-trouble.ts";

/** When callers should retry. */
const comeAgainMs = 5_000;
const comeAgain = `Try again in ${comeAgainMs / 1_000} seconds`;

const told: Readonly<Record<DatabaseTrouble, readonly [ErrorCode, string]>> = {
  overloaded: ["OVERLOADED", `Penstock is too busy to do this now. Nothing was done. ${comeAgain}.`],
  "disk-full": [
    "STORAGE_FULL",
    "The disk of Penstock's server is full, so nothing new can be stored, and this was not done. The operator of the server must free some space; then try again.",
  ],
  away: [
    "DATABASE_UNAVAILABLE",
    `Penstock's database is not answering right now. ${comeAgain}; if you were changing something, first check whether it was done.`,
  ],
};

/** The error for callers when the database itself has trouble. Null for any other error. */
export function toTroubleError(error: unknown): AppError | null {
  const trouble = findTrouble(error);
  if (trouble === null) return null;
  const [code, message] = told[trouble];
  return new AppError(code, message, { retryAfterMs: comeAgainMs, cause: error });
}
