import { AppError } from "#core/errors.ts";

/**
 * Rejects requests that another site makes a browser send with our cookie; null: none. A browser sends the page's
 * origin with every POST; it must be our public address or the host that was requested, with the same scheme. Other
 * origins on the same host name (another port, or http beside https) may share the cookie, and are rejected too.
 */
export function findForeignOrigin(headers: Headers, publicOrigin: string): AppError | null {
  const origin = headers.get("origin");
  if (origin === publicOrigin) return null;
  if (origin !== null && origin === askedOrigin(headers, publicOrigin)) return null;
  if (origin === null && headers.get("sec-fetch-site") === "same-origin") return null;
  return new AppError(
    "FORBIDDEN",
    `This request comes from ${origin ?? "nowhere"}, not from ${publicOrigin}. Open Penstock under that address, or set PENSTOCK_URL to the one you use.`,
  );
}

/**
 * The origin that the browser requested, where that is not the public one (another name of this machine, say). Our own
 * sockets speak plain http; an https proxy announces itself in a header. These headers can be trusted here, since no
 * page can make a browser change them.
 */
function askedOrigin(headers: Headers, publicOrigin: string): string | null {
  const host = headers.get("host");
  if (host === null || host === new URL(publicOrigin).host) return null;
  const scheme = headers.get("x-forwarded-proto")?.split(",", 1)[0]?.trim().toLowerCase() ?? "http";
  return `${scheme}://${host}`;
}
