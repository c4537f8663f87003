import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { isAllowedAddress } from "./address-policy.ts";
import { blockedHost } from "./check-url.ts";

/** Finds all addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/**
 * The lookup hook of a connection. Every address of the name must be allowed, and the connection gets exactly the
 * checked ones: the name server is not asked a second time (DNS rebinding).
 */
export function checkedLookup(resolve: Resolve, allowPrivateAddresses: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (found) => {
        const wanted = found.filter(({ family }) => !options.family || options.family === family);
        const first = wanted[0];
        const allowed = found.every(({ address }) => isAllowedAddress(address, allowPrivateAddresses));
        if (first === undefined || !allowed) return callback(blockedHost(hostname), "");
        return options.all ? callback(null, [...wanted]) : callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ""),
    );
  };
}
