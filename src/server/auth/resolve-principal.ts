import { decode } from "next-auth/jwt";
import { sessionIdSchema } from "#core/ids.ts";
import type { ServiceTools } from "#server/services/context.ts";
import type { Principal } from "#server/services/principal.ts";
import { resolveSession } from "#server/services/sessions/resolve-session.ts";
import { resolveApiToken } from "#server/services/tokens/resolve-api-token.ts";
import type { AuthSettings } from "./auth-settings.ts";
import { readCookie, sessionCookieName } from "./cookies.ts";

/**
 * Who sends this request: the holder of an API token (`Authorization: Bearer`), else the person of the session cookie,
 * else nobody. With an invalid token the request is nobody's, even with a valid cookie.
 */
export async function resolvePrincipal(
  tools: Pick<ServiceTools, "db">,
  settings: Pick<AuthSettings, "publicOrigin" | "secret">,
  headers: Headers,
): Promise<Principal | null> {
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const bearer = /^Bearer ([!-~]{1,200})$/i.exec(authorization)?.[1];
    return bearer === undefined ? null : resolveApiToken(tools, bearer);
  }
  const cookie = readCookie(headers, sessionCookieName(settings.publicOrigin));
  const sessionId = cookie === null ? null : await readSessionId(cookie, settings.secret);
  return sessionId === null ? null : resolveSession(tools, sessionId);
}

/** Whether the caller is identified by a cookie, which browsers also send on behalf of other sites. */
export function isCookieAuthenticated(headers: Headers, publicOrigin: string): boolean {
  return (
    headers.get("authorization") === null && readCookie(headers, sessionCookieName(publicOrigin)) !== null
  );
}

async function readSessionId(cookie: string, secret: string) {
  try {
    const claims = await decode({ token: cookie, secret });
    const parsed = sessionIdSchema.safeParse(claims?.sid);
    return parsed.success ? parsed.data : null;
  } catch {
    // Not encrypted by us, or expired: treated like no cookie.
    return null;
  }
}
