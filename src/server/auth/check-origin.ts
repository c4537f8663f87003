import { AppError } from "#core/errors.ts";

/**
 * Refuses what another site makes a browser send with our cookie. A browser names the page's origin with every POST; it must be our public
 * address or the very host that was asked. Other origins on the same host name (another port) get the cookie too, and are refused as well.
 * @throws AppError FORBIDDEN.
 */
export function checkOrigin(headers: Headers, publicOrigin: string): void {
  const origin = headers.get("origin");
  if (origin === publicOrigin) return;
  if (origin !== null && URL.canParse(origin) && new URL(origin).host === headers.get("host")) return;
  if (origin === null && headers.get("sec-fetch-site") === "same-origin") return;
  throw new AppError(
    "FORBIDDEN",
    `This request comes from ${origin ?? "nowhere"}, not from ${publicOrigin}. Open Penstock under that address, or set PENSTOCK_URL to the one you use.`,
  );
}
