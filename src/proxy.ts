import { type NextRequest, NextResponse } from "next/server";
import { environment } from "#server/env.ts";
import { pageHeaders } from "#server/page-headers.ts";

/**
 * Gives each page its headers, among them a content security policy with a nonce of its own. Nothing is authorized
 * here: that happens where the data is, so a request that slips past this file gains nothing.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const { nodeEnv, publicOrigin } = environment();
  const answered = pageHeaders({ nonce, publicOrigin, isDevelopment: nodeEnv !== "production" });
  const headers = new Headers(request.headers);
  // Next reads the nonce from here and puts it on the scripts it writes.
  headers.set("content-security-policy", answered["content-security-policy"] ?? "");
  headers.set("x-nonce", nonce);
  // Whoever must sign in first comes back to where they were going.
  headers.set("x-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries(answered)) response.headers.set(name, value);
  return response;
}

/** Pages only: answers of the API are not documents, and files (their names have a dot) carry no scripts of ours. */
export const config = {
  matcher: [{ source: "/((?!api/|_next/static|_next/image|[^/]+\\.(?:ico|png|svg|txt|webmanifest)$).*)" }],
};
