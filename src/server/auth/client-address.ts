import ipaddr from "ipaddr.js";
import { socketAddressHeader } from "./socket-address.ts";

/** Whoever has one IPv6 address has all of its network: 2^64 of them. */
const ipv6NetworkBits = 64;

/**
 * What a request is counted under by rate limits: the address it came from, an IPv6 address by its network. Without a
 * proxy of ours that is the socket's, and X-Forwarded-For counts for nothing. Each trusted proxy appends the address it
 * saw to that header, so with n of them the n-th entry from the right is the client's, and what stands before it
 * anybody may have written. A list that is shorter did not come through all of them. Requests whose address cannot be
 * told share one count.
 */
export function clientAddress(headers: Headers, trustedProxyCount: number): string {
  const socketAddress = headers.get(socketAddressHeader());
  if (trustedProxyCount === 0) return toCountedAddress(socketAddress);
  const seen = (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((address) => address.trim())
    .filter((address) => address !== "");
  return toCountedAddress(seen.at(-trustedProxyCount) ?? socketAddress);
}

function toCountedAddress(text: string | null): string {
  const address = withoutPort(text ?? "");
  if (!ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${ipv6NetworkBits}`).toString();
}

/** Some proxies write the client's port after its address. */
function withoutPort(text: string): string {
  return /^\[(?<v6>[^\]]+)\](?::\d+)?$/.exec(text)?.groups?.v6 ?? text.replace(/^([\d.]+):\d+$/, "$1");
}
