import NextAuth from "next-auth";
import { AppError } from "#core/errors.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { authOptions } from "./auth-options.ts";
import type { AuthSettings } from "./auth-settings.ts";
import { checkOrigin } from "./check-origin.ts";

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
  try {
    if (request.method !== "GET") checkOrigin(request.headers, settings.publicOrigin);
  } catch (error) {
    if (error instanceof AppError) return Response.json({ error: error.message }, { status: 403 });
    throw error;
  }
  const handle = NextAuth(authOptions(tools, settings, request.headers));
  return handle(request, route);
}
