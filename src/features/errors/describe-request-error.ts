import type { ErrorCode } from "#core/error-codes.ts";
import type { Problem } from "#core/errors.ts";
import { errorTitles } from "./error-titles.ts";

/** A failed request, as pages show it. */
export interface RequestFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly problems: readonly Problem[];
  /** Null if the request never reached the server. */
  readonly requestId: string | null;
}

const unreachable: RequestFailure = {
  code: "INTERNAL",
  message: "Penstock cannot be reached. Check your connection, then try again.",
  problems: [],
  requestId: null,
};

/** The server's error, or one that says it could not be reached. Accepts anything, since a thrown value has no type. */
export function describeRequestError(error: unknown): RequestFailure {
  const told = fieldOf(fieldOf(error, "data"), "error");
  const code = fieldOf(told, "code");
  const message = fieldOf(told, "message");
  const requestId = fieldOf(told, "requestId");
  if (!isErrorCode(code) || typeof message !== "string" || typeof requestId !== "string") return unreachable;
  const problems = fieldOf(told, "problems");
  return { code, message, requestId, problems: Array.isArray(problems) ? (problems as Problem[]) : [] };
}

function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === "string" && Object.hasOwn(errorTitles, value);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
