import { withoutCredentials } from "./check-headers.ts";
import { blocked, checkUrl, type UrlPolicy } from "./check-url.ts";

/** One request on its way, checked. */
export interface Hop {
  readonly method: string;
  readonly url: URL;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | Uint8Array | null;
}

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function isRedirect(status: number, location: string | undefined): location is string {
  return location !== undefined && redirectStatuses.has(status);
}

/** The next hop, checked like the first. Throws HTTP_BLOCKED where following would give something away. */
export function followRedirect(hop: Hop, status: number, location: string, policy: UrlPolicy): Hop {
  const target = URL.canParse(location, hop.url) ? new URL(location, hop.url).href : location;
  const url = checkUrl(target, policy);
  if (hop.url.protocol === "https:" && url.protocol === "http:")
    throw blocked("a redirect leads from https to http");
  const keepsMethod = status === 307 || status === 308 || hop.method === "GET" || hop.method === "HEAD";
  const method = keepsMethod ? hop.method : "GET";
  const body = keepsMethod ? hop.body : null;
  if (body !== null && url.hostname !== hop.url.hostname)
    throw blocked("a redirect would send the body to another host");
  const headers = url.origin === hop.url.origin ? hop.headers : withoutCredentials(hop.headers);
  return { method, url, body, headers };
}
