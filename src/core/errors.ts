import { z } from "zod";
import { type ErrorCode, errorCodes, isRetryable } from "./error-codes.ts";
import type { JsonObject } from "./json/json.ts";

export const errorCodeSchema = z.enum(errorCodes);

/** The place of an error: the node, edge or variable by its id, and the path inside it. */
export const problemSchema = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  message: z.string(),
  nodeId: z.string().optional(),
  edgeId: z.string().optional(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** An error as it is stored on attempts, node runs and runs, and shown to people. Contains no secret. */
export const errorInfoSchema = z.object({
  code: errorCodeSchema,
  /** What happened, where, and what to do next; safe to show. */
  message: z.string(),
  retryable: z.boolean(),
  nodeId: z.string().optional(),
  /** The vendor's request id, HTTP status and the like. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});
export type ErrorInfo = z.infer<typeof errorInfoSchema>;

interface AppErrorOptions {
  readonly cause?: unknown;
  readonly retryable?: boolean;
  readonly nodeId?: string;
  readonly problems?: readonly Problem[];
  readonly details?: NonNullable<ErrorInfo["details"]>;
  /** The vendor asked us to wait at least this long. */
  readonly retryAfterMs?: number;
  /** The other side's response: for the node's error branch only, since it may contain anything. */
  readonly answer?: JsonObject;
}

/** The one exception type that crosses floors. Its message is written for people and contains no secret. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly nodeId: string | undefined;
  readonly problems: readonly Problem[];
  readonly details: ErrorInfo["details"] | undefined;
  readonly retryAfterMs: number | undefined;
  readonly answer: JsonObject | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? isRetryable(code);
    this.nodeId = options.nodeId;
    this.problems = options.problems ?? [];
    this.details = options.details;
    this.retryAfterMs = options.retryAfterMs;
    this.answer = options.answer;
  }
}

/** Fail-closed: an unknown error is reported as INTERNAL without its text. */
export function toErrorInfo(error: unknown, nodeId?: string): ErrorInfo {
  if (!(error instanceof AppError)) {
    return {
      code: "INTERNAL",
      message: "Something went wrong inside Penstock. The log holds the details.",
      retryable: true,
      ...(nodeId === undefined ? {} : { nodeId }),
    };
  }
  const where = error.nodeId ?? nodeId;
  return {
    code: error.code,
    message: error.message,
    retryable: error.retryable,
    ...(where === undefined ? {} : { nodeId: where }),
    ...(error.details === undefined ? {} : { details: error.details }),
  };
}
