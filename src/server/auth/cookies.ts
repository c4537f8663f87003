import type { CookiesOptions } from "next-auth";

/**
 * The prefix of our cookies' names. Browsers share the cookies of a host between its ports, so the name includes the
 * port: two Penstocks on one host would otherwise sign people out of each other. Over https the prefix keeps subdomains
 * from setting such a cookie; plain http (localhost) has no such prefix.
 */
export function cookiePrefix(publicOrigin: string): string {
  const { port } = new URL(publicOrigin);
  const name = port === "" ? "penstock" : `penstock-${port}`;
  return isHttps(publicOrigin) ? `__Host-${name}` : name;
}

/** The cookie that holds the session's token. */
export function sessionCookieName(publicOrigin: string): string {
  return `${cookiePrefix(publicOrigin)}.session`;
}

/** Cookies that no script reads, no other site sends along and, over https, no subdomain can set. */
export function authCookies(publicOrigin: string): Partial<CookiesOptions> {
  const secure = isHttps(publicOrigin);
  const prefix = cookiePrefix(publicOrigin);
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure } as const;
  const shortLived = { ...options, maxAge: 15 * 60 };
  return {
    sessionToken: { name: sessionCookieName(publicOrigin), options },
    callbackUrl: { name: `${prefix}.callback-url`, options },
    csrfToken: { name: `${prefix}.csrf-token`, options },
    pkceCodeVerifier: { name: `${prefix}.pkce-verifier`, options: shortLived },
    state: { name: `${prefix}.oauth-state`, options: shortLived },
    nonce: { name: `${prefix}.oauth-nonce`, options: shortLived },
  };
}

export function isHttps(publicOrigin: string): boolean {
  return publicOrigin.startsWith("https://");
}

/** The value of one cookie of a request, joined where next-auth has split a long one into `name.0`, `name.1` … */
export function readCookie(headers: Headers, name: string): string | null {
  const cookies = readCookies(headers);
  const whole = cookies.get(name);
  if (whole !== undefined) return whole;
  const parts: string[] = [];
  for (
    let part = cookies.get(`${name}.0`);
    part !== undefined;
    part = cookies.get(`${name}.${parts.length}`)
  ) {
    parts.push(part);
  }
  return parts.length === 0 ? null : parts.join("");
}

/** All cookies of a request, as sent. */
export function readCookies(headers: Headers): ReadonlyMap<string, string> {
  return new Map(
    (headers.get("cookie") ?? "").split(";").map((pair): [string, string] => {
      const equals = pair.indexOf("=");
      return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
    }),
  );
}
