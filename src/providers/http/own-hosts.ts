import { isIP } from "node:net";

/**
 * The host names of this Penstock, which no request may call. The machine's own addresses have a separate rule, since
 * other services may run on them.
 */
export function ownHosts(publicOrigin: string): readonly string[] {
  const { hostname } = new URL(publicOrigin);
  return hostname === "localhost" || isIP(hostname.replace(/^\[|\]$/g, "")) !== 0 ? [] : [hostname];
}
