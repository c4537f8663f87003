import ipaddr from "ipaddr.js";
import { socketAddressHeader } from "./socket-address.ts";

/** Someone with one IPv6 address usually has its whole network of 2^64. */
const ipv6NetworkBits = 64;

/**
 * The address that rate limits count a request under; for IPv6, its network. Without a trusted proxy that is the
 * socket's address, and X-Forwarded-For is ignored. Each trusted proxy appends the address it saw to that header, so
 * with n of them the n-th entry from the right is the client's; entries before it can be forged. A shorter list
 * bypassed some of the proxies. Requests without a known address share one count.
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

/** Some proxies append the client's port to its address. */
function withoutPort(text: string): string {
  return /^\[(?<v6>[^\]]+)\](?::\d+)?$/.exec(text)?.groups?.v6 ?? text.replace(/^([\d.]+):\d+$/, "$1");
}
