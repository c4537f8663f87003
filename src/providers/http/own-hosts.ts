import { isIP } from "node:net";

/**
 * The names under which this Penstock is reached: nothing that it is asked to call may be it. A machine's own addresses
 * have a rule of their own, and other things to call may lie beside us on them.
 */
export function ownHosts(publicOrigin: string): readonly string[] {
  const { hostname } = new URL(publicOrigin);
  return hostname === "localhost" || isIP(hostname.replace(/^\[|\]$/g, "")) !== 0 ? [] : [hostname];
}
