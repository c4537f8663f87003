import type { NextAuthOptions } from "next-auth";
import type { JWT } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import type { ErrorCode } from "#core/error-codes.ts";
import { AppError } from "#core/errors.ts";
import { sessionIdSchema } from "#core/ids.ts";
import { accountMark, type KnownDevice } from "#server/services/account/known-device.ts";
import { signIn } from "#server/services/account/sign-in.ts";
import { signInWithProvider } from "#server/services/account/sign-in-with-provider.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { toTroubleError } from "#server/services/health/to-trouble-error.ts";
import { endSession } from "#server/services/sessions/end-session.ts";
import { sessionLifetimeMs } from "#server/services/sessions/open-session.ts";
import { resolveSession } from "#server/services/sessions/resolve-session.ts";
import type { AuthSettings } from "./auth-settings.ts";
import { authCookies } from "./cookies.ts";
import { oauthProviders } from "./oauth-providers.ts";
import { readProviderIdentity } from "./provider-identity.ts";

const credentialsSchema = z.object({ email: z.string().max(1024), password: z.string().max(4096) });

/** A refusal that ends by itself after a time. */
export interface PassingRefusal {
  readonly code: ErrorCode;
  readonly retryAfterMs: number;
}

/** The client, as far as the request shows. */
export interface Visitor {
  readonly address: string;
  readonly userAgent: string | null;
  readonly device: KnownDevice | null;
  /** Called when a password was correct, with the identifier of its account. */
  readonly onPassword: (account: string) => void;
  /** Called when a password was not checked, or could not be, for now. */
  readonly onWait: (refusal: PassingRefusal) => void;
}

/** What a sign-in leaves on the user object for the token callback. */
interface SignedIn {
  readonly sessionId?: unknown;
}

/**
 * NextAuth for one request. The browser's cookie carries an encrypted token that holds only the session's id, which is
 * looked up each time: next-auth alone would accept a token until it expires, even after the session was revoked.
 */
export function authOptions(tools: ServiceTools, settings: AuthSettings, visitor: Visitor): NextAuthOptions {
  const { userAgent } = visitor;
  return {
    secret: settings.secret,
    session: { strategy: "jwt", maxAge: sessionLifetimeMs / 1000 },
    cookies: authCookies(settings.publicOrigin),
    pages: { signIn: "/sign-in", error: "/sign-in" },
    logger: authLogger(tools),
    providers: [passwordProvider(tools, visitor), ...oauthProviders(settings)],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account === null || account.provider === "credentials") return true;
        const identity = readProviderIdentity({ ...account, profile });
        if (identity === null) return false;
        try {
          const { sessionId } = await signInWithProvider(tools, identity, userAgent);
          Object.assign(user, { sessionId });
          return true;
        } catch (error) {
          return refusalPage(error);
        }
      },
      async jwt({ token, user }) {
        if (user !== undefined) return { sid: (user as SignedIn).sessionId };
        return requireLiveSession(tools, token);
      },
      session: ({ session, token }) => ({ expires: session.expires, userId: token.userId }),
    },
    events: {
      async signOut({ token }) {
        const sessionId = sessionIdSchema.safeParse(token?.sid);
        if (sessionId.success) await endSession(tools, sessionId.data);
      },
    },
  };
}

function passwordProvider(tools: ServiceTools, visitor: Visitor) {
  const { address, userAgent, device, onPassword, onWait } = visitor;
  return CredentialsProvider({
    id: "credentials",
    name: "E-mail and password",
    credentials: { email: { type: "email" }, password: { type: "password" } },
    async authorize(given) {
      const credentials = credentialsSchema.safeParse(given);
      if (!credentials.success) return null;
      try {
        const { user, sessionId } = await signIn(tools, {
          ...credentials.data,
          clientAddress: address,
          userAgent,
          device,
        });
        onPassword(accountMark(user.email));
        return { id: user.id, sessionId };
      } catch (error) {
        // next-auth shows the message of what is thrown here, so only a code may be thrown.
        if (!(error instanceof AppError)) tools.log.error({ err: error }, "sign-in failed");
        const told = refusalOf(error);
        if (told?.retryAfterMs !== undefined) onWait({ code: told.code, retryAfterMs: told.retryAfterMs });
        throw new Error(told?.code ?? "INTERNAL");
      }
    },
  });
}

/** Throws when the session was revoked: next-auth then clears the cookie. */
async function requireLiveSession(tools: ServiceTools, token: JWT): Promise<JWT> {
  const sessionId = sessionIdSchema.safeParse(token.sid);
  const principal = sessionId.success ? await resolveSession(tools, sessionId.data) : null;
  if (principal === null) throw new AppError("UNAUTHENTICATED", "The session has ended.");
  return { sid: principal.sessionId, userId: principal.userId };
}

function refusalPage(error: unknown): string {
  return `/sign-in?error=${refusalOf(error)?.code ?? "INTERNAL"}`;
}

function refusalOf(error: unknown): AppError | null {
  return error instanceof AppError ? error : toTroubleError(error);
}

function authLogger({ log }: Pick<ServiceTools, "log">) {
  return {
    error(code: string, metadata: unknown) {
      const error = metadata instanceof Error ? metadata : (metadata as { readonly error?: unknown }).error;
      log.warn({ err: error, code }, "next-auth");
    },
    warn: (code: string) => log.warn({ code }, "next-auth"),
    debug: () => {},
  };
}
