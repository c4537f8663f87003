import ipaddr from "ipaddr.js";

/** Addresses that hand out the machine's credentials, in whatever range. */
const metadataAddresses: ReadonlySet<string> = new Set([
  "169.254.169.254",
  "169.254.170.2",
  "168.63.129.16",
  "100.100.100.200",
  "fd00:ec2::254",
  "fd20:ce::254",
]);

/**
 * What an operator may open for services of their own network. Link-local, multicast and reserved ranges stay closed.
 */
const privateRanges: ReadonlySet<string> = new Set(["loopback", "private", "uniqueLocal", "carrierGradeNat"]);

/** All publicly assigned IPv6. Addresses outside it may embed an IPv4 address, such as `::7f00:1`. */
const publicIpv6 = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * True for addresses of the public internet, and of private networks where these are allowed. An address that cannot be
 * parsed is refused.
 */
export function isAllowedAddress(address: string, allowPrivateAddresses: boolean): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4-mapped IPv6 address is checked as the IPv4 address.
  const parsed = ipaddr.process(address);
  if (metadataAddresses.has(parsed.toString())) return false;
  const range = parsed.range();
  if (allowPrivateAddresses && privateRanges.has(range)) return true;
  return range === "unicast" && (parsed instanceof ipaddr.IPv4 || parsed.match(publicIpv6));
}
