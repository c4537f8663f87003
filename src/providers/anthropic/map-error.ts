import { APIConnectionError, APIConnectionTimeoutError, APIError } from "@anthropic-ai/sdk";
import { AppError } from "#core/errors.ts";
import type { HeaderSource } from "#core/policy/retry-after.ts";
import { type CallContext, toRefusedError } from "../wire/refusal.ts";
import { cutOff, notJson, unreachable } from "../wire/transport-error.ts";
import { readVendorError, type VendorError } from "./vendor-error.ts";

/** Errors that the vendor reports inside a stream carry a type instead of an HTTP status. */
const statusByType: { readonly [type: string]: number } = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  conflict_error: 409,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/** Retrying does not help until somebody raises a limit. */
const spendLimitCodes: ReadonlySet<string> = new Set([
  "enforced_spend_limit_reached",
  "contract_spend_limit_reached",
  "linked_organization_spend_limit_reached",
  "linked_organization_billing_unavailable",
]);

export const requestIdHeader = "request-id";

/**
 * Turns anything a call threw into an AppError. Never keeps the original as its cause: causes are logged, and the
 * vendor's bodies may echo the key or the prompt.
 */
export function mapError(error: unknown, context: CallContext): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof APIConnectionTimeoutError) {
    // Our own clock fires before the SDK's while waiting for an answer, so this is about the connection.
    return new AppError(
      "PROVIDER_TIMEOUT",
      `${context.label} did not answer in time. Trying again may help.`,
      { details: { cause: "UND_ERR_CONNECT_TIMEOUT" } },
    );
  }
  if (error instanceof APIConnectionError) return unreachable(error.cause, context.label);
  if (error instanceof APIError) {
    return mapVendorError(error.status ?? null, readVendorError(error.error), error.headers ?? null, context);
  }
  return error instanceof SyntaxError ? notJson(context.label) : cutOff(context.label);
}

/** Maps an error response by its status, or inside a stream (status null) by its type. */
export function mapVendorError(
  status: number | null,
  vendor: VendorError,
  headers: HeaderSource | null,
  context: CallContext,
): AppError {
  const meaning = status ?? statusByType[vendor.type ?? ""] ?? 500;
  const { type, code } = vendor;
  return toRefusedError(
    {
      httpStatus: status,
      meaning,
      type,
      code,
      isAboutMoney: (code !== null && spendLimitCodes.has(code)) || (meaning === 400 && vendor.saysNoCredit),
      isAboutKey: type === "permission_error",
      isAboutLength: false,
      headers: status === null ? null : headers,
      requestIdHeader,
    },
    context,
  );
}
