import { AppError } from "#core/errors.ts";

/**
 * The refusal of what another site makes a browser send with our cookie, or null. A browser names the page's origin
 * with every POST; it must be our public address or the very host that was asked, in the same scheme. Other origins on
 * the same host name (another port, or plain http beside https) may get the cookie too, and are refused as well.
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
 * Under which address the browser asked, where it is not the public one: another name of this machine, say. Our own
 * sockets speak plain http; a proxy that speaks https for us says so. Headers may be believed here, since no page can
 * make a browser send other ones.
 */
function askedOrigin(headers: Headers, publicOrigin: string): string | null {
  const host = headers.get("host");
  if (host === null || host === new URL(publicOrigin).host) return null;
  const scheme = headers.get("x-forwarded-proto")?.split(",", 1)[0]?.trim().toLowerCase() ?? "http";
  return `${scheme}://${host}`;
}
