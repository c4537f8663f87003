import type { ErrorCode } from "#core/error-codes.ts";
import { AppError } from "#core/errors.ts";
import { type HeaderSource, parseRetryAfter } from "#core/policy/retry-after.ts";
import { toRequestId } from "./vendor-word.ts";

/** Context for reporting a call's error. The key is included only so that it can be removed from the report. */
export interface CallContext {
  /** The vendor's name as people see it. */
  readonly label: string;
  readonly apiKey: string;
  /** Null for calls that are not about a model. */
  readonly model: string | null;
  readonly nowMs: number;
}

/** An error response, reduced to what is safe to show: none of the vendor's free text. */
export interface Refusal {
  /** Of the response. Null for an error inside a stream. */
  readonly httpStatus: number | null;
  /** The status that decides what the error is: the response's, or the one that the vendor's code word stands for. */
  readonly meaning: number;
  readonly type: string | null;
  readonly code: string | null;
  readonly isAboutMoney: boolean;
  /** For a 403: whether the key lacks a permission, as opposed to a block by the network or the account. */
  readonly isAboutKey: boolean;
  readonly isAboutLength: boolean;
  readonly headers: HeaderSource | null;
  /** The header with the vendor's request id. */
  readonly requestIdHeader: string;
}

/** The error for a refusal, with what to do about it and how long the vendor asks to wait. */
export function toRefusedError(refusal: Refusal, context: CallContext): AppError {
  const [code, message] = explain(refusal, context);
  const { headers, httpStatus, type } = refusal;
  const retryAfterMs = headers === null ? undefined : parseRetryAfter(headers, context.nowMs);
  return new AppError(code, message, {
    ...(headers?.get("x-should-retry") === "false" ? { retryable: false } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    details: {
      httpStatus,
      errorType: type,
      errorCode: refusal.code,
      providerRequestId: toRequestId(headers?.get(refusal.requestIdHeader), context.apiKey),
    },
  });
}

type Explained = readonly [ErrorCode, string];

function explain(refusal: Refusal, { label, model }: CallContext): Explained {
  const subject = model === null ? "the call" : `the call to model "${model}"`;
  if (refusal.isAboutMoney || refusal.meaning === 402) {
    return [
      "PROVIDER_SPEND_LIMIT",
      `${label} refused ${subject}: the account's credit or spend limit is used up. Raise it there, then resume the run.`,
    ];
  }
  if (refusal.isAboutLength) return tooLong(label, subject);
  switch (refusal.meaning) {
    case 401:
      return [
        "KEY_INVALID",
        `${label} does not accept this key. Check it under Provider keys, or add another one there; then resume the run.`,
      ];
    case 403:
      return forbidden(refusal, label, subject);
    case 404:
      return notFound(label, model);
    case 413:
      return tooLong(label, subject);
    case 429:
      return [
        "PROVIDER_RATE_LIMITED",
        `${label} limits the rate of this key and refused ${subject} for now.`,
      ];
    case 529:
      return ["PROVIDER_OVERLOADED", `${label} is overloaded and refused ${subject} for now.`];
    default:
      return explainRest(refusal.meaning, label, subject);
  }
}

function tooLong(label: string, subject: string): Explained {
  return ["PROVIDER_REFUSED", `${label} refused ${subject} because the input is too large. Shorten it.`];
}

function forbidden({ isAboutKey }: Refusal, label: string, subject: string): Explained {
  if (isAboutKey) {
    const message = `This key may not make ${subject}. Give it the permission at ${label}, or use another key.`;
    return ["KEY_INVALID", message];
  }
  return [
    "PROVIDER_REFUSED",
    `${label} refused ${subject}. Check whether it may be used from this network and account.`,
  ];
}

function notFound(label: string, model: string | null): Explained {
  if (model === null)
    return ["PROVIDER_REFUSED", `${label} has no such address. Check the provider's base URL.`];
  return [
    "MODEL_NOT_FOUND",
    `${label} has no model "${model}" for this key. Choose one of the models it lists.`,
  ];
}

function explainRest(status: number, label: string, subject: string): Explained {
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
