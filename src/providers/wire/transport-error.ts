import { AppError } from "#core/errors.ts";

/**
 * The vendor sent nothing: the guard's own error if it blocked the request, otherwise why the vendor was unreachable.
 */
export function unreachable(cause: unknown, label: string): AppError {
  const inner = innermost(cause);
  if (inner instanceof AppError) return inner;
  return new AppError("PROVIDER_UNAVAILABLE", `${label} could not be reached. Trying again may help.`, {
    details: { cause: errorCodeOf(cause) },
  });
}

/** An answer that began but did not end. */
export function cutOff(label: string): AppError {
  return new AppError(
    "PROVIDER_STREAM_CUT",
    `The connection to ${label} broke before its answer was complete. Trying again may help.`,
  );
}

export function notJson(label: string): AppError {
  return new AppError(
    "PROVIDER_PROTOCOL",
    `${label} sent an answer that is not JSON. Trying again may help.`,
  );
}

const maxDepth = 4;

function innermost(error: unknown, depth = 0): unknown {
  if (error instanceof AppError || depth > maxDepth) return error;
  const hasCause = typeof error === "object" && error !== null && "cause" in error;
  return hasCause && error.cause != null ? innermost(error.cause, depth + 1) : error;
}

/** The runtime's short code (`ECONNREFUSED`), which tells an operator what to look at. */
function errorCodeOf(cause: unknown, depth = 0): string | null {
  if (typeof cause !== "object" || cause === null || depth > maxDepth) return null;
  if ("code" in cause && typeof cause.code === "string" && /^[A-Z_]{1,40}$/.test(cause.code))
    return cause.code;
  return "cause" in cause ? errorCodeOf(cause.cause, depth + 1) : null;
}
