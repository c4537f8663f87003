import { lookup } from "node:dns/promises";
import { Agent, fetch as sendFetch } from "undici";
import { checkUrl, type UrlPolicy } from "./check-url.ts";
import { checkedLookup, type Resolve } from "./checked-lookup.ts";

export interface GuardedFetchOptions {
  readonly allowPrivateAddresses: boolean;
  /** Default: the system's resolver. */
  readonly resolve?: Resolve;
}

type FetchFunction = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * `fetch` for addresses that a person has given, streams included: nothing but the public internet is connected to, and redirects are not
 * followed. An address that is refused rejects with AppError HTTP_BLOCKED, or with a TypeError whose cause it is.
 */
export function createGuardedFetch(options: GuardedFetchOptions): FetchFunction {
  const { allowPrivateAddresses } = options;
  const policy: UrlPolicy = { allowPrivateAddresses, allowedPorts: "any", blockedHosts: [] };
  const resolve = options.resolve ?? ((hostname) => lookup(hostname, { all: true, order: "verbatim" }));
  const dispatcher = new Agent({
    connect: { timeout: 10_000, lookup: checkedLookup(resolve, allowPrivateAddresses) },
    connections: 64,
  });
  return async (input, init) => {
    const url = checkUrl(input instanceof Request ? input.url : String(input), policy);
    // The runtime's types and undici's describe the same objects.
    const request = { ...init, redirect: "manual", dispatcher } as unknown as Parameters<typeof sendFetch>[1];
    return (await sendFetch(url, request)) as unknown as Response;
  };
}
