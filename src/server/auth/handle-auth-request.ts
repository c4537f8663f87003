import NextAuth from "next-auth";
import type { ServiceTools } from "#server/services/context.ts";
import { authOptions } from "./auth-options.ts";
import type { AuthSettings } from "./auth-settings.ts";
import { findForeignOrigin } from "./find-foreign-origin.ts";

/** The type of a Next route's second argument. */
export interface AuthRoute {
  readonly params: Promise<{ readonly nextauth: string[] }>;
}

/** Serves /api/auth/*: sign-in, sign-out and the vendors' callbacks. */
export async function handleAuthRequest(
  tools: ServiceTools,
  settings: AuthSettings,
  request: Request,
  route: AuthRoute,
): Promise<Response> {
  const refusal = request.method === "GET" ? null : findForeignOrigin(request.headers, settings.publicOrigin);
  if (refusal !== null) return Response.json({ error: refusal.message }, { status: 403 });
  const handle = NextAuth(authOptions(tools, settings, request.headers));
  return handle(request, route);
}
