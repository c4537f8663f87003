import type { ErrorCode } from "#core/error-codes.ts";
import { AppError } from "#core/errors.ts";

/** With these the vendor may well have accepted the call: they say that we stopped listening, or did not understand. */
const endsOfListening: ReadonlySet<ErrorCode> = new Set([
  "NODE_TIMEOUT",
  "RUN_TIMEOUT",
  "PROVIDER_TIMEOUT",
  "PROVIDER_STREAM_CUT",
  "PROVIDER_PROTOCOL",
  "PROVIDER_UNAVAILABLE",
  "INTERNAL",
]);

/** The runtime's codes for a connection that was never established. */
const neverConnected: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/**
 * Whether a vendor may charge for a call that was sent and ended with this error, although it reported no usage. It
 * does not charge for what it refused, by status or within the stream, nor for what never reached it. Null: the call
 * ended well.
 */
export function mayBeBilled(error: unknown): boolean {
  if (!(error instanceof AppError)) return true;
  const { httpStatus, errorType, cause } = error.details ?? {};
  const isRefused = typeof httpStatus === "number" || typeof errorType === "string";
  return endsOfListening.has(error.code) && !isRefused && !neverConnected.has(cause);
}
