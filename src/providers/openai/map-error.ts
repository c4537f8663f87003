import { AppError } from "#core/errors.ts";
import type { HeaderSource } from "#core/policy/retry-after.ts";
import { type CallContext, toRefusedError } from "../wire/refusal.ts";
import { cutOff, unreachable } from "../wire/transport-error.ts";
import { RefusedAnswer } from "./refused-answer.ts";
import { readErrorBody, type VendorError } from "./vendor-error.ts";

/** Errors reported inside a stream carry a code word instead of an HTTP status. */
const statusByWord: { readonly [word: string]: number } = {
  invalid_request_error: 400,
  invalid_prompt: 400,
  invalid_api_key: 401,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  model_not_found: 404,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  tokens: 429,
  requests: 429,
  server_error: 500,
  overloaded_error: 529,
  slow_down: 529,
};

/** Retrying does not help until somebody raises a limit. */
const moneyWords: ReadonlySet<string> = new Set([
  "insufficient_quota",
  "billing_hard_limit_reached",
  "billing_not_active",
]);

export const requestIdHeader = "x-request-id";

/**
 * Turns anything a call threw into an AppError. Never keeps the original as its cause: causes are logged, and bodies
 * may echo the key or the prompt. `hasBegun`: part of an answer had arrived.
 */
export function mapError(error: unknown, context: CallContext, hasBegun: boolean): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof RefusedAnswer)
    return mapVendorError(error.status, readErrorBody(error.body), error.headers, context);
  return hasBegun ? cutOff(context.label) : unreachable(error, context.label);
}

/** Maps an error response by its status, or inside a stream (status null) by its code words. */
export function mapVendorError(
  httpStatus: number | null,
  vendor: VendorError,
  headers: HeaderSource | null,
  context: CallContext,
): AppError {
  const { type, code } = vendor;
  const words = [code, type].filter((word) => word !== null);
  const byWord = words.map((word) => statusByWord[word]).find((status) => status !== undefined);
  const meaning = meaningOf(httpStatus, vendor.status ?? byWord ?? 500, words);
  return toRefusedError(
    {
      httpStatus,
      meaning,
      type,
      code,
      isAboutMoney: words.some((word) => moneyWords.has(word)) || vendor.saysNoCredit,
      isAboutKey: type === "permission_error" || code === "insufficient_permissions",
      isAboutLength: code === "context_length_exceeded" || (meaning === 400 && vendor.saysTooLong),
      headers,
      requestIdHeader,
    },
    context,
  );
}

/** Some servers answer 400 or 503 and give the actual reason as a code word. */
function meaningOf(httpStatus: number | null, said: number, words: readonly string[]): number {
  if (httpStatus === null) return said;
  if (httpStatus === 400 && words.includes("model_not_found")) return 404;
  return httpStatus === 503 && words.includes("slow_down") ? 529 : httpStatus;
}
