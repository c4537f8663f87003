import { fetch as sendFetch } from "undici";
import { AppError } from "#core/errors.ts";
import { checkUrl, type UrlPolicy } from "./check-url.ts";
import { createEgress, type EgressOptions } from "./egress.ts";

export type FetchFunction = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * `fetch` for addresses that a person has given, streams included: nothing but the public internet is connected to, and
 * redirects are not followed. What is longer than any vendor's answer is not read to its end. An address that is
 * refused rejects with AppError HTTP_BLOCKED, or with a TypeError whose cause it is.
 */
export function createGuardedFetch(options: EgressOptions): FetchFunction {
  const { allowPrivateAddresses } = options;
  const policy: UrlPolicy = { allowPrivateAddresses, allowedPorts: "any", blockedHosts: [] };
  const egress = createEgress(options);
  return async (input, init) => {
    const url = checkUrl(input instanceof Request ? input.url : String(input), policy);
    // The runtime's types and undici's describe the same objects.
    const request = { ...init, redirect: "manual", dispatcher: await egress(url) } as unknown as Parameters<
      typeof sendFetch
    >[1];
    return withLimit((await sendFetch(url, request)) as unknown as Response, init?.method ?? "GET");
  };
}

/** The longest list of models has a few hundred kB; the longest answer of a model, as events, some twenty MB. */
const maxBytes = { short: 4_194_304, stream: 67_108_864 };

/** The answer with a body that ends with an error when it is longer than any vendor's; counted after decompression. */
function withLimit(response: Response, method: string): Response {
  const { body, status, statusText, headers } = response;
  if (body === null) return response;
  const isStream = method === "POST" && headers.get("content-type")?.startsWith("text/event-stream") === true;
  let room = isStream ? maxBytes.stream : maxBytes.short;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      room -= chunk.byteLength;
      if (room < 0) controller.error(tooLong());
      else controller.enqueue(chunk);
    },
  });
  return new Response(body.pipeThrough(counted), { status, statusText, headers });
}

function tooLong(): AppError {
  return new AppError(
    "PROVIDER_PROTOCOL",
    "The provider's answer is longer than anything that was asked for, so it was not read to the end. Check the provider's base URL.",
    { retryable: false },
  );
}
