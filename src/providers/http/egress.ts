import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { Agent, type Dispatcher, ProxyAgent } from "undici";
import { isAllowedAddress } from "./address-policy.ts";
import { blockedHost } from "./check-url.ts";
import { checkedLookup, type Resolve } from "./checked-lookup.ts";

export interface EgressOptions {
  readonly allowPrivateAddresses: boolean;
  /** Sends everything through this proxy, except to private addresses where they are allowed. Null: no proxy. */
  readonly proxy?: string | null;
  /** Default: the system's resolver. */
  readonly resolve?: Resolve;
}

/** What carries a request, and whether that is a proxy. */
export interface Way {
  readonly dispatcher: Dispatcher;
  readonly isProxied: boolean;
}

/** Chooses what carries a request to an address that has been checked. Make one per process: it keeps connections. */
export type Egress = (url: URL) => Promise<Way>;

const shared = {
  allowH2: false,
  // No connection limit: a queued request would wait inside an attempt whose time is running.
  connections: null,
  // Callers have their own time-outs; a node's may be hours if its author says so.
  headersTimeout: 0,
  bodyTimeout: 0,
};
const connectTimeoutMs = 10_000;

/**
 * Direct connections get exactly the addresses that were checked at the moment of connecting. A proxy resolves names
 * itself, so a name is looked up here first: one with an address that is not allowed is refused, and one that is
 * unknown here is left to the proxy.
 */
export function createEgress({ allowPrivateAddresses, proxy = null, ...options }: EgressOptions): Egress {
  const resolve = options.resolve ?? ((hostname) => lookup(hostname, { all: true, order: "verbatim" }));
  const direct = new Agent({
    ...shared,
    connect: { timeout: connectTimeoutMs, lookup: checkedLookup(resolve, allowPrivateAddresses) },
  });
  const directly: Way = { dispatcher: direct, isProxied: false };
  if (proxy === null) return async () => directly;
  const dispatcher = new ProxyAgent({ ...shared, uri: proxy, proxyTls: { timeout: connectTimeoutMs } });
  const proxied: Way = { dispatcher, isProxied: true };
  return async (url) => {
    const addresses = await addressesOf(url, resolve);
    if (!addresses.every((address) => isAllowedAddress(address, allowPrivateAddresses)))
      throw blockedHost(url.hostname);
    const isPublic = addresses.length === 0 || addresses.some((address) => isAllowedAddress(address, false));
    return isPublic ? proxied : directly;
  };
}

/** Empty when the name is not known here. */
async function addressesOf(url: URL, resolve: Resolve): Promise<readonly string[]> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0) return [host];
  try {
    return (await resolve(host)).map(({ address }) => address);
  } catch {
    return [];
  }
}
