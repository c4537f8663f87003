import { type NextRequest, NextResponse } from "next/server";
import { environment } from "#server/env.ts";
import { pageHeaders } from "#server/page-headers.ts";

/**
 * Adds the headers of each page, including a content security policy with a new nonce. It authorizes nothing: that is
 * done next to the data, so a request that bypasses this file gains nothing.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const { nodeEnv, publicOrigin } = environment();
  const answered = pageHeaders({ nonce, publicOrigin, isDevelopment: nodeEnv !== "production" });
  const headers = new Headers(request.headers);
  // Next reads the nonce from here and adds it to its scripts.
  headers.set("content-security-policy", answered["content-security-policy"] ?? "");
  headers.set("x-nonce", nonce);
  // Used to return people to their page after they sign in.
  headers.set("x-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries(answered)) response.headers.set(name, value);
  return response;
}

/** Pages only: API responses are not documents, and files (with a dot in their names) carry none of our scripts. */
export const config = {
  matcher: [{ source: "/((?!api/|_next/static|_next/image|[^/]+\\.(?:ico|png|svg|txt|webmanifest)$).*)" }],
};
