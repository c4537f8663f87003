import { APIConnectionError, APIConnectionTimeoutError, APIError } from "@anthropic-ai/sdk";
import { AppError, type ErrorCode } from "#core/errors.ts";
import { type HeaderSource, parseRetryAfter } from "#core/policy/retry-after.ts";
import { readVendorError, toRequestId, type VendorError } from "./vendor-error.ts";

/** What a fault is told with. The key is here only to be kept out. */
export interface CallContext {
  /** The vendor's name for people. */
  readonly label: string;
  readonly apiKey: string;
  /** Null for calls about no model. */
  readonly model: string | null;
  readonly nowMs: number;
}

/** Faults that the vendor reports inside a stream carry a type instead of an HTTP status. */
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

/** No retry cures these before somebody raises a limit. */
const spendLimitCodes: ReadonlySet<string> = new Set([
  "enforced_spend_limit_reached",
  "contract_spend_limit_reached",
  "linked_organization_spend_limit_reached",
  "linked_organization_billing_unavailable",
]);

/**
 * Turns whatever a call threw into an AppError. Never carries the original along: the vendor's bodies may echo the key
 * or the prompt, and an error with a cause is logged with it.
 */
export function mapError(error: unknown, context: CallContext): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof APIConnectionTimeoutError) {
    // Our own clock ends the wait for an answer before the SDK's does: this one is about the connection.
    return new AppError(
      "PROVIDER_TIMEOUT",
      `${context.label} did not answer in time. Trying again may help.`,
      { details: { cause: "UND_ERR_CONNECT_TIMEOUT" } },
    );
  }
  if (error instanceof APIConnectionError) return unreachable(error, context);
  if (error instanceof APIError) {
    return mapVendorError(error.status ?? null, readVendorError(error.error), error.headers, context);
  }
  if (error instanceof SyntaxError) {
    return new AppError(
      "PROVIDER_PROTOCOL",
      `${context.label} sent an answer that is not JSON. Trying again may help.`,
    );
  }
  return new AppError(
    "PROVIDER_STREAM_CUT",
    `The connection to ${context.label} broke before its answer was complete. Trying again may help.`,
  );
}

/** Maps an answer that says no, by its status or, inside a stream (status null), by its type. */
export function mapVendorError(
  status: number | null,
  vendor: VendorError,
  headers: HeaderSource | undefined,
  context: CallContext,
): AppError {
  const effective = status ?? statusByType[vendor.type ?? ""] ?? 500;
  const [code, message] = explain(effective, vendor, context);
  const retryAfterMs =
    headers === undefined || status === null ? undefined : parseRetryAfter(headers, context.nowMs);
  return new AppError(code, message, {
    ...(headers?.get("x-should-retry") === "false" ? { retryable: false } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    details: {
      httpStatus: status,
      errorType: vendor.type,
      errorCode: vendor.code,
      providerRequestId: toRequestId(headers?.get("request-id"), context.apiKey),
    },
  });
}

function explain(
  status: number,
  vendor: VendorError,
  { label, model }: CallContext,
): readonly [ErrorCode, string] {
  const subject = model === null ? "the call" : `the call to model "${model}"`;
  if (vendor.code !== null && spendLimitCodes.has(vendor.code)) return noMoney(label, subject);
  if (status === 402 || (status === 400 && vendor.saysNoCredit)) return noMoney(label, subject);
  switch (status) {
    case 401:
      return [
        "KEY_INVALID",
        `${label} does not accept this key. Check it under Provider keys, or add another one there; then resume the run.`,
      ];
    case 403:
      return vendor.type === "permission_error"
        ? [
            "KEY_INVALID",
            `This key may not make ${subject}. Give it the permission at ${label}, or use another key.`,
          ]
        : [
            "PROVIDER_REFUSED",
            `${label} refused ${subject}. Check whether it may be used from this network and account.`,
          ];
    case 404:
      return model === null
        ? ["PROVIDER_REFUSED", `${label} has no such address. Check the provider's base URL.`]
        : [
            "MODEL_NOT_FOUND",
            `${label} has no model "${model}" for this key. Choose one of the models it lists.`,
          ];
    case 413:
      return ["PROVIDER_REFUSED", `${label} refused ${subject} because the input is too large. Shorten it.`];
    case 429:
      return [
        "PROVIDER_RATE_LIMITED",
        `${label} limits the rate of this key and refused ${subject} for now.`,
      ];
    case 529:
      return ["PROVIDER_OVERLOADED", `${label} is overloaded and refused ${subject} for now.`];
    default:
      return explainRest(status, label, subject);
  }
}

function explainRest(status: number, label: string, subject: string): readonly [ErrorCode, string] {
  if (status >= 500 || status === 408 || status === 409) {
    return [
      "PROVIDER_UNAVAILABLE",
      `${label} could not serve ${subject} (${status}). Trying again may help.`,
    ];
  }
  if (status >= 300 && status < 400) {
    return ["PROVIDER_REFUSED", `${label} answered with a redirect. Check the provider's base URL.`];
  }
  return [
    "PROVIDER_REFUSED",
    `${label} refused ${subject} as invalid (${status}). Check the model, its maximum of output tokens and the input's length.`,
  ];
}

function noMoney(label: string, subject: string): readonly [ErrorCode, string] {
  return [
    "PROVIDER_SPEND_LIMIT",
    `${label} refused ${subject}: the account's credit or spend limit is used up. Raise it there, then resume the run.`,
  ];
}

function unreachable(error: APIConnectionError, { label }: CallContext): AppError {
  const cause = errorCodeOf(error.cause);
  return new AppError("PROVIDER_UNAVAILABLE", `${label} could not be reached. Trying again may help.`, {
    details: { cause },
  });
}

/** The runtime's short code (`ECONNREFUSED`), which tells an operator what to look at. */
function errorCodeOf(cause: unknown, depth = 0): string | null {
  if (typeof cause !== "object" || cause === null || depth > 3) return null;
  if ("code" in cause && typeof cause.code === "string" && /^[A-Z_]{1,40}$/.test(cause.code))
    return cause.code;
  return "cause" in cause ? errorCodeOf(cause.cause, depth + 1) : null;
}
