import { AppError } from "#core/errors.ts";

/**
 * The refusal of what another site makes a browser send with our cookie, or null. A browser names the page's origin with every POST; it must be our public
 * address or the very host that was asked. Other origins on the same host name (another port) get the cookie too, and are refused as well.
 */
export function findForeignOrigin(headers: Headers, publicOrigin: string): AppError | null {
  const origin = headers.get("origin");
  if (origin === publicOrigin) return null;
  if (origin !== null && URL.canParse(origin) && new URL(origin).host === headers.get("host")) return null;
  if (origin === null && headers.get("sec-fetch-site") === "same-origin") return null;
  return new AppError(
    "FORBIDDEN",
    `This request comes from ${origin ?? "nowhere"}, not from ${publicOrigin}. Open Penstock under that address, or set PENSTOCK_URL to the one you use.`,
  );
}
