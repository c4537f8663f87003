import { z } from "zod";
import type { JsonObject } from "./json/json.ts";

/**
 * The closed list of everything that can go wrong in a way we understand. Doors map each code
 * (`Record<ErrorCode, ...>`), so a new code does not compile until every door knows it.
 */
export const errorCodes = [
  "INVALID_INPUT",
  "INVALID_DEFINITION",
  "TESTS_FAILED",
  "PAYLOAD_TOO_LARGE",
  "MISSING_VARIABLE",
  "UNAUTHENTICATED",
  "INVALID_CREDENTIALS",
  "FORBIDDEN",
  "NOT_FOUND",
  "BODY_DELETED",
  "CONFLICT",
  "IDEMPOTENCY_MISMATCH",
  "RATE_LIMITED",
  "OVERLOADED",
  "STORAGE_FULL",
  "DATABASE_UNAVAILABLE",
  "FILES_UNAVAILABLE",
  "KEY_MISSING",
  "KEY_INVALID",
  "KEY_UNREADABLE",
  "SECRET_MISSING",
  "SECRET_MALFORMED",
  "MODEL_NOT_FOUND",
  "PROVIDER_REFUSED",
  "PROVIDER_RATE_LIMITED",
  "PROVIDER_SPEND_LIMIT",
  "PROVIDER_OVERLOADED",
  "PROVIDER_UNAVAILABLE",
  "PROVIDER_STREAM_CUT",
  "PROVIDER_TIMEOUT",
  "PROVIDER_PROTOCOL",
  "CIRCUIT_OPEN",
  "BUDGET_EXCEEDED",
  "EXPRESSION_FAILED",
  "OUTPUT_INVALID",
  "OUTPUT_EMPTY",
  "OUTPUT_CUT",
  "OUTPUT_TOO_LARGE",
  "AGENT_LIMIT",
  "HTTP_BLOCKED",
  "HTTP_FAILED",
  "NODE_TIMEOUT",
  "RUN_TIMEOUT",
  "RUN_CANCELLED",
  "CHILD_FAILED",
  "WORKER_LOST",
  "INTERNAL",
] as const;
export const errorCodeSchema = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** Whether trying the same thing again later can help, when nobody changes anything. */
const retryableByCode: Record<ErrorCode, boolean> = {
  INVALID_INPUT: false,
  INVALID_DEFINITION: false,
  TESTS_FAILED: false,
  PAYLOAD_TOO_LARGE: false,
  MISSING_VARIABLE: false,
  UNAUTHENTICATED: false,
  INVALID_CREDENTIALS: false,
  FORBIDDEN: false,
  NOT_FOUND: false,
  BODY_DELETED: false,
  CONFLICT: false,
  IDEMPOTENCY_MISMATCH: false,
  RATE_LIMITED: true,
  OVERLOADED: true,
  STORAGE_FULL: true,
  DATABASE_UNAVAILABLE: true,
  FILES_UNAVAILABLE: true,
  KEY_MISSING: false,
  KEY_INVALID: false,
  KEY_UNREADABLE: false,
  SECRET_MISSING: false,
  SECRET_MALFORMED: false,
  MODEL_NOT_FOUND: false,
  PROVIDER_REFUSED: false,
  PROVIDER_RATE_LIMITED: true,
  PROVIDER_SPEND_LIMIT: false,
  PROVIDER_OVERLOADED: true,
  PROVIDER_UNAVAILABLE: true,
  PROVIDER_STREAM_CUT: true,
  PROVIDER_TIMEOUT: true,
  PROVIDER_PROTOCOL: true,
  CIRCUIT_OPEN: true,
  BUDGET_EXCEEDED: false,
  EXPRESSION_FAILED: false,
  OUTPUT_INVALID: true,
  OUTPUT_EMPTY: false,
  OUTPUT_CUT: false,
  OUTPUT_TOO_LARGE: false,
  AGENT_LIMIT: false,
  HTTP_BLOCKED: false,
  HTTP_FAILED: true,
  NODE_TIMEOUT: true,
  RUN_TIMEOUT: false,
  RUN_CANCELLED: false,
  CHILD_FAILED: true,
  WORKER_LOST: true,
  INTERNAL: true,
};

/** True when the same request may succeed later without anybody changing it. */
export function isRetryable(code: ErrorCode): boolean {
  return retryableByCode[code];
}

/** Where a fault lies: the node, edge or variable by its id, and the path inside it. */
export const problemSchema = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  message: z.string(),
  nodeId: z.string().optional(),
  edgeId: z.string().optional(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** An error as it is stored on attempts, node runs and runs, and shown to people. Holds no secret. */
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
  /** What the other side answered: for the node's error branch alone, since it may be anybody's. */
  readonly answer?: JsonObject;
}

/** The one exception type that crosses floors. Its message is written for people and holds no secret. */
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

/** Fail-closed: an error we do not know is told as INTERNAL with nothing of its text. */
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
