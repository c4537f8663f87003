import { AppError } from "#core/errors.ts";

/** The store of files cannot do what is asked now. Its address and keys are in nothing that people see. */
export function filesUnavailable(what: string, cause?: unknown): AppError {
  return new AppError(
    "FILES_UNAVAILABLE",
    `The store of files cannot be used now: ${what}. Try again later.`,
    {
      ...(cause === undefined ? {} : { cause }),
    },
  );
}
