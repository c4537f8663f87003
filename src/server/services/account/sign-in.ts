import { AppError } from "#core/errors.ts";
import { parseEmail } from "#core/policy/email.ts";
import { verifyPassword } from "#server/crypto/password.ts";
import { withSystem } from "#server/db/driver/with-tenant.ts";
import { findUserByEmail, type User } from "#server/db/identity/user-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { type OpenedSession, openSession } from "#server/services/sessions/open-session.ts";
import { admitGuess } from "./admit-guess.ts";
import type { KnownDevice } from "./known-device.ts";
import { noteFailedSignIn } from "./note-failed-sign-in.ts";

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  readonly clientAddress: string;
  readonly userAgent: string | null;
  readonly device: KnownDevice | null;
}

/**
 * Opens a session for the correct password. An unknown address, an account without a password and a wrong password get
 * the same answer after the same time.
 * @throws AppError RATE_LIMITED, or INVALID_CREDENTIALS.
 */
export async function signIn(
  tools: ServiceTools,
  input: SignInInput,
): Promise<OpenedSession & { readonly user: User }> {
  const { rateLimits } = tools.ports;
  const parsed = parseEmail(input.email);
  const email = parsed.ok ? parsed.email : "not an address";
  await rateLimits.consume("sign-in-by-address", input.clientAddress);
  const found = parsed.ok ? await withSystem(tools.db, (tx) => findUserByEmail(tx, parsed.email)) : null;
  const passwordHash = found?.passwordHash ?? null;
  const wasRight = await admitGuess(rateLimits, { ...input, email, passwordHash });
  const isRight = await verifyPassword(passwordHash, input.password);
  if (found === null || !isRight) {
    if (found !== null) noteFailedSignIn(tools, found.id);
    throw new AppError("INVALID_CREDENTIALS", "The e-mail address or the password is wrong.");
  }
  await wasRight();
  const { passwordHash: _kept, ...user } = found;
  return { ...(await openSession(tools, user.id, { userAgent: input.userAgent, by: "password" })), user };
}
