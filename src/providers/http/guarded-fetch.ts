import { fetch as sendFetch } from "undici";
import { AppError } from "#core/errors.ts";
import { watchBody } from "../wire/watch-body.ts";
import { checkUrl, type UrlPolicy } from "./check-url.ts";
import { createEgress, type EgressOptions } from "./egress.ts";
import { findProxyFault } from "./proxy-fault.ts";

export type FetchFunction = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * `fetch` for addresses that a person entered, streams included. It connects only to the public internet, follows no
 * redirects, and stops reading answers that are longer than any vendor's. A refused address rejects with AppError
 * HTTP_BLOCKED, or with a TypeError that has it as its cause; a proxy that is down or refuses rejects with
 * PROVIDER_UNAVAILABLE, which says so.
 */
export function createGuardedFetch(options: EgressOptions): FetchFunction {
  const { allowPrivateAddresses } = options;
  const policy: UrlPolicy = { allowPrivateAddresses, allowedPorts: "any", blockedHosts: [] };
  const egress = createEgress(options);
  return async (input, init) => {
    const url = checkUrl(input instanceof Request ? input.url : String(input), policy);
    const { dispatcher, isProxied } = await egress(url);
    // The runtime's types and undici's describe the same objects.
    const request = { ...init, redirect: "manual", dispatcher } as unknown as Parameters<typeof sendFetch>[1];
    try {
      return withLimit((await sendFetch(url, request)) as unknown as Response, init?.method ?? "GET");
    } catch (error) {
      const fault = isProxied ? findProxyFault(error, url) : null;
      if (fault === null) throw error;
      throw new AppError("PROVIDER_UNAVAILABLE", fault.message, { retryable: fault.isPassing });
    }
  };
}

/** The longest model list has a few hundred kB; the longest answer of a model, as events, some twenty MB. */
const maxBytes = { short: 4_194_304, stream: 67_108_864 };

/** Limits the body of an answer, counted after decompression; a longer one ends with an error. */
function withLimit(response: Response, method: string): Response {
  const type = response.headers.get("content-type");
  const isStream = method === "POST" && type?.startsWith("text/event-stream") === true;
  let room = isStream ? maxBytes.stream : maxBytes.short;
  return watchBody(response, (chunk) => {
    room -= chunk.byteLength;
    if (room < 0) throw tooLong();
  });
}

function tooLong(): AppError {
  return new AppError(
    "PROVIDER_PROTOCOL",
    "The provider's answer is longer than anything that was asked for, so it was not read to the end. Check the provider's base URL.",
    { retryable: false },
  );
}
