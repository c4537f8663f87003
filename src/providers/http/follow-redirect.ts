import { withoutCredentials } from "./check-headers.ts";
import { blocked, checkUrl, type UrlPolicy } from "./check-url.ts";

/** One request on its way, checked. */
export interface Hop {
  readonly method: string;
  readonly url: URL;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | Uint8Array | null;
  readonly holdsSecrets: boolean;
}

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function isRedirect(status: number, location: string | undefined): location is string {
  return location !== undefined && redirectStatuses.has(status);
}

/** The next hop, checked like the first. Throws HTTP_BLOCKED where following would leak something. */
export function followRedirect(hop: Hop, status: number, location: string, policy: UrlPolicy): Hop {
  if (!URL.canParse(location, hop.url)) throw blocked("it was redirected to an address that cannot be read");
  const url = checkUrl(new URL(location, hop.url).href, policy);
  if (hop.url.protocol === "https:" && url.protocol === "http:")
    throw blocked("a redirect leads from https to http");
  const keepsMethod = status === 307 || status === 308 || hop.method === "GET" || hop.method === "HEAD";
  const method = keepsMethod ? hop.method : "GET";
  const body = keepsMethod ? hop.body : null;
  const { holdsSecrets } = hop;
  const isSameOrigin = url.origin === hop.url.origin;
  const mayTakeBody = holdsSecrets ? isSameOrigin : url.hostname === hop.url.hostname;
  if (body !== null && !mayTakeBody) throw blocked("a redirect would send the body to another host");
  return { method, url, body, headers: isSameOrigin ? hop.headers : headersFor(hop), holdsSecrets };
}

/** The headers that another origin is sent. Any header of the request may hold a secret, whatever its name. */
function headersFor({ headers, holdsSecrets }: Hop): Hop["headers"] {
  return holdsSecrets ? {} : withoutCredentials(headers);
}
