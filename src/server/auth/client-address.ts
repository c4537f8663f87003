/**
 * The address that a request came from, for rate limits. Each trusted proxy appends the address it saw to X-Forwarded-For, so of the
 * list's end only as many entries are believed as there are proxies of ours; what stands before them anybody may have written. Without
 * a proxy, Next itself sets the header to the socket's address.
 */
export function clientAddress(headers: Headers, trustedProxyCount: number): string {
  const seen = (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((address) => address.trim())
    .filter((address) => address !== "");
  return seen.at(-Math.max(1, trustedProxyCount)) ?? seen[0] ?? "unknown";
}
