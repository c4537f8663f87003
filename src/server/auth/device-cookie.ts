import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { type KnownDevice, withAccount } from "#server/services/account/known-device.ts";
import type { AuthSettings } from "./auth-settings.ts";
import { cookiePrefix, isHttps, readCookie } from "./cookies.ts";

type CookieSettings = Pick<AuthSettings, "publicOrigin" | "secret">;

const lifetimeSeconds = 180 * 24 * 60 * 60;
/** Another key than the session's token has: neither cookie is any good in the other's place. */
const salt = "known-device";
const claimsSchema = z.object({ did: z.uuid(), accounts: z.array(z.string()) });

function cookieName(publicOrigin: string): string {
  return `${cookiePrefix(publicOrigin)}.device`;
}

/** The browser that sends these headers, if it has signed in with a password before. */
export async function readDevice(headers: Headers, settings: CookieSettings): Promise<KnownDevice | null> {
  const token = readCookie(headers, cookieName(settings.publicOrigin));
  if (token === null) return null;
  try {
    const claims = claimsSchema.safeParse(await decode({ token, secret: settings.secret, salt }));
    return claims.success ? { id: claims.data.did, accounts: claims.data.accounts } : null;
  } catch {
    // Not made by us, or expired: a stranger.
    return null;
  }
}

/** The `set-cookie` that makes the browser known after a sign-in to `account`. It signs nobody in. */
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
