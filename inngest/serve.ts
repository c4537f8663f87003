import type { InngestFunction } from "inngest";
import { serve } from "inngest/next";
import { AppError } from "#core/errors.ts";
import type { PenstockInngest } from "./client.ts";

export interface ServeOptions {
  readonly engine: "embedded" | "inngest";
  readonly production: boolean;
  /** Whether the environment asks for the dev server, which signs nothing. */
  readonly isDev: boolean;
  readonly signingKey: string | null;
  /** Made with the same `isDev` and `signingKey`. */
  readonly client: PenstockInngest;
  readonly functions: readonly InngestFunction.Like[];
}

/** The methods of a route, as Next requires them. */
export type ServeHandlers = Pick<ReturnType<typeof serve>, "GET" | "POST" | "PUT">;

/**
 * The door for a real Inngest server. Only signed calls pass, except from a dev server outside production. With the
 * embedded engine there is no door at all: its functions are called in its own process.
 *
 * @throws AppError INVALID_INPUT if the environment would leave the door open, or nobody could open it.
 */
export function createServeHandlers(options: ServeOptions): ServeHandlers {
  if (options.engine === "embedded") return { GET: notFound, POST: notFound, PUT: notFound };
  requireSafeMode(options);
  return serve({
    client: options.client,
    functions: options.functions,
    // Otherwise anybody could make us register with the Inngest server again.
    enableUnauthedSync: options.isDev,
  });
}

function requireSafeMode({ production, isDev, signingKey, client }: ServeOptions): void {
  if (production && isDev) {
    throw new AppError(
      "INVALID_INPUT",
      "INNGEST_DEV turns signatures off and is refused in production. Remove it and set INNGEST_SIGNING_KEY.",
    );
  }
  if (!isDev && signingKey === null) {
    throw new AppError(
      "INVALID_INPUT",
      "ENGINE=inngest needs INNGEST_SIGNING_KEY, or INNGEST_DEV=1 with the dev server outside production.",
    );
  }
  if (client.mode !== (isDev ? "dev" : "cloud")) {
    throw new AppError("INVALID_INPUT", "The Inngest client and its route must agree on INNGEST_DEV.");
  }
}

function notFound(): Promise<Response> {
  return Promise.resolve(new Response(null, { status: 404 }));
}
