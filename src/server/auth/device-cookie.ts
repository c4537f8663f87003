import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { type KnownDevice, withAccount } from "#server/services/account/known-device.ts";
import type { AuthSettings } from "./auth-settings.ts";
import { cookiePrefix, isHttps, readCookie } from "./cookies.ts";

type CookieSettings = Pick<AuthSettings, "publicOrigin" | "secret">;

const lifetimeSeconds = 180 * 24 * 60 * 60;
/** Derives another key than the session token's, so neither cookie is accepted in place of the other. */
const salt = "known-device";
const claimsSchema = z.object({ did: z.uuid(), accounts: z.array(z.string()) });

function cookieName(publicOrigin: string): string {
  return `${cookiePrefix(publicOrigin)}.device`;
}

/** The known device that sent these headers: a browser in which someone has signed in with a password before. */
export async function readDevice(headers: Headers, settings: CookieSettings): Promise<KnownDevice | null> {
  const token = readCookie(headers, cookieName(settings.publicOrigin));
  if (token === null) return null;
  try {
    const claims = claimsSchema.safeParse(await decode({ token, secret: settings.secret, salt }));
    return claims.success ? { id: claims.data.did, accounts: claims.data.accounts } : null;
  } catch {
    // Not made by us, or expired: an unknown device.
    return null;
  }
}

/** The `set-cookie` that marks the browser as known after a sign-in to `account`. It does not sign anyone in. */
export async function deviceCookie(
  device: KnownDevice,
  account: string,
  { publicOrigin, secret }: CookieSettings,
): Promise<string> {
  const { id: did, accounts } = withAccount(device, account);
  const token = await encode({ token: { did, accounts }, secret, salt, maxAge: lifetimeSeconds });
  const secure = isHttps(publicOrigin) ? "; Secure" : "";
  return `${cookieName(publicOrigin)}=${token}; Path=/; Max-Age=${lifetimeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}
