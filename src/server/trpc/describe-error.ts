import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import type { ErrorCode } from "#core/error-codes.ts";
import { AppError, type Problem, toErrorInfo } from "#core/errors.ts";
import { pathText } from "#core/pipeline/problem.ts";
import { placed } from "#core/plain-issue.ts";
import { toTroubleError } from "#server/services/health/to-trouble-error.ts";
import { errorCodeByTrpcCode, trpcCodeByErrorCode } from "./error-map.ts";

/** An error as callers see it, under `data.error`. */
export interface DescribedError {
  readonly code: ErrorCode;
  /** What happened, where, and what to do next. */
  readonly message: string;
  readonly problems: readonly Problem[];
  readonly nodeId: string | null;
  /** Wait at least this long before trying again. */
  readonly retryAfterMs: number | null;
  /** Identifies the request in the log. */
  readonly requestId: string;
}

/** An expected error gets its code and status; any other passes unchanged, to be redacted by `describeError`. */
export function toTrpcError(error: unknown): unknown {
  const thrown = error instanceof TRPCError ? error.cause : error;
  const cause = toTroubleError(thrown) ?? thrown;
  if (!(cause instanceof AppError)) return error;
  return new TRPCError({ code: trpcCodeByErrorCode[cause.code], message: cause.message, cause });
}

/** For the Retry-After header: whole seconds, the longest of a batch. Null where nobody is asked to wait. */
export function retryAfterSeconds(errors: readonly TRPCError[]): number | null {
  const waitsMs = errors.flatMap(({ cause }) =>
    cause instanceof AppError ? (cause.retryAfterMs ?? []) : [],
  );
  return waitsMs.length === 0 ? null : Math.ceil(Math.max(...waitsMs) / 1_000);
}

const ownTroubles: ReadonlySet<ErrorCode> = new Set([
  "INTERNAL",
  "STORAGE_FULL",
  "DATABASE_UNAVAILABLE",
  "FILES_UNAVAILABLE",
]);

/** Whether operators must see it in the log, with its cause: the caller did not cause it. */
export function isOwnTrouble(code: ErrorCode): boolean {
  return ownTroubles.has(code);
}

/** Fail-closed: the text of an unknown error never reaches a caller. */
export function describeError(error: TRPCError, requestId: string): DescribedError {
  const { cause } = error;
  const plain = { problems: [], nodeId: null, retryAfterMs: null, requestId };
  if (cause instanceof AppError) {
    const { code, message, nodeId } = toErrorInfo(cause);
    const retryAfterMs = cause.retryAfterMs ?? null;
    return { code, message, problems: cause.problems, nodeId: nodeId ?? null, retryAfterMs, requestId };
  }
  if (error.code === "BAD_REQUEST" && cause instanceof ZodError) {
    return { ...plain, ...describeInputFault(cause) };
  }
  const code = errorCodeByTrpcCode[error.code];
  if (code === "INTERNAL") {
    const message = `Something went wrong inside Penstock. The log holds the details under request ${requestId}.`;
    return { ...plain, code, message };
  }
  return { ...plain, code, message: error.message };
}

function describeInputFault(error: ZodError) {
  const problems = error.issues.map((issue): Problem => {
    const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
    return { code: issue.code, severity: "error", message: issue.message, path };
  });
  const lines = problems.map(({ path, message }) => placed(pathText(path ?? []) || "The input", message));
  const message = `The input is not valid. ${lines.slice(0, 5).join("; ")}`;
  return { code: "INVALID_INPUT" as const, message, problems };
}
