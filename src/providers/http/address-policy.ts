import ipaddr from "ipaddr.js";

/** Addresses that hand out credentials of the machine, whatever range they are in. */
const metadataAddresses: ReadonlySet<string> = new Set([
  "169.254.169.254",
  "169.254.170.2",
  "168.63.129.16",
  "100.100.100.200",
  "fd00:ec2::254",
  "fd20:ce::254",
]);

/** What an operator may open for services of the own network. Link-local, multicast and reserved ranges stay closed. */
const privateRanges: ReadonlySet<string> = new Set(["loopback", "private", "uniqueLocal", "carrierGradeNat"]);

/**
 * All of IPv6 that is handed out to the public; beyond it lie forms that carry an IPv4 address inside, such as
 * `::7f00:1`.
 */
const publicIpv6 = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * True for addresses of the public internet, and of private networks where these are allowed. Anything unreadable is
 * refused.
 */
export function isAllowedAddress(address: string, allowPrivateAddresses: boolean): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address in IPv6 clothes is taken for what it is.
  const parsed = ipaddr.process(address);
  if (metadataAddresses.has(parsed.toString())) return false;
  const range = parsed.range();
  if (allowPrivateAddresses && privateRanges.has(range)) return true;
  return range === "unicast" && (parsed instanceof ipaddr.IPv4 || parsed.match(publicIpv6));
}
