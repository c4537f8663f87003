import { AppError } from "#core/errors.ts";
import { checkUrl, type UrlPolicy } from "./check-url.ts";
import type { EgressOptions } from "./egress.ts";
import { createGuardedFetch, type FetchFunction } from "./guarded-fetch.ts";

export interface VendorFetchOptions
  extends Pick<EgressOptions, "allowPrivateAddresses" | "proxy" | "resolve"> {
  /** Hosts with ports, such as `localhost:11434`, that may have private addresses: the operator's list. */
  readonly privateHosts: readonly string[];
}

/** How vendors are called. Make one per process: it keeps connections. */
export interface VendorFetch {
  /** For base URLs that people gave with their keys: guarded. */
  readonly given: FetchFunction;
  /** For a vendor's own address: through the proxy, if there is one. */
  readonly own: FetchFunction;
  /**
   * Checks a base URL before anything is sent there; the addresses of its name are checked only when connecting.
   * @throws AppError HTTP_BLOCKED.
   */
  check(baseUrl: string): void;
}

/**
 * Calls of models. Private addresses are closed except for the hosts that the operator listed. That list opens nothing
 * to HTTP nodes, and addresses that hand out the machine's credentials stay closed there too.
 */
export function createVendorFetch({ privateHosts, ...options }: VendorFetchOptions): VendorFetch {
  const listed = new Set(privateHosts.map((host) => host.toLowerCase()));
  const isListed = (url: URL) => listed.has(`${url.hostname}:${portOf(url)}`);
  const closed = createGuardedFetch(options);
  const opened = createGuardedFetch({ ...options, allowPrivateAddresses: true });
  const given: FetchFunction = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    try {
      return await (isListed(url) ? opened : closed)(input, init);
    } catch (error) {
      throw withRemedy(error, url);
    }
  };
  return {
    given,
    own: options.proxy == null ? globalThis.fetch : given,
    check(baseUrl) {
      const url = new URL(baseUrl);
      const allowPrivateAddresses = options.allowPrivateAddresses || isListed(url);
      const policy: UrlPolicy = { allowPrivateAddresses, allowedPorts: "any", blockedHosts: [] };
      try {
        checkUrl(baseUrl, policy);
      } catch (error) {
        throw withRemedy(error, url);
      }
    },
  };
}

function portOf({ port, protocol }: URL): string {
  return port === "" ? (protocol === "https:" ? "443" : "80") : port;
}

/** Adds to the guard's refusal what to do about it; returns any other error unchanged. */
function withRemedy(error: unknown, url: URL): unknown {
  const cause = error instanceof Error && error.cause instanceof AppError ? error.cause : error;
  if (!(cause instanceof AppError) || cause.code !== "HTTP_BLOCKED") return error;
  const host = `${url.hostname}:${portOf(url)}`;
  return new AppError(
    "HTTP_BLOCKED",
    `${cause.message} If a server of your own runs there, the operator of this Penstock adds ${host} to PRIVATE_MODEL_HOSTS.`,
  );
}
