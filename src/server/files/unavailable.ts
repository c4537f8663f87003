import { AppError } from "#core/errors.ts";

/** The file store cannot do this now. The message never contains its address or keys. */
export function filesUnavailable(what: string, cause?: unknown): AppError {
  return new AppError(
    "FILES_UNAVAILABLE",
    `The store of files cannot be used now: ${what}. Try again later.`,
    {
      ...(cause === undefined ? {} : { cause }),
    },
  );
}
