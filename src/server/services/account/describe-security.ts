import { AppError } from "#core/errors.ts";
import type { SessionId } from "#core/ids.ts";
import { withUser } from "#server/db/driver/with-tenant.ts";
import { listLiveSessions } from "#server/db/identity/session-store.ts";
import { findCredentials } from "#server/db/identity/user-store.ts";
import type { UserContext } from "#server/services/context.ts";
import { deviceWords } from "./device-words.ts";

/** A place where the person is signed in. */
export interface SessionView {
  /** Names it, and opens nothing: the cookie carries it encrypted. */
  readonly id: SessionId;
  readonly device: string;
  readonly createdAtMs: number;
  /** To the minute; null: not once since it began. */
  readonly lastSeenAtMs: number | null;
  readonly expiresAtMs: number;
  readonly isCurrent: boolean;
}

export interface AccountSecurity {
  /** Without, the person signs in with a vendor. */
  readonly hasPassword: boolean;
  /** Newest first. */
  readonly sessions: readonly SessionView[];
}

/**
 * How the caller's account is entered, and where it is open now.
 * @throws AppError UNAUTHENTICATED when the account is gone.
 */
export async function describeSecurity({ db, userId, sessionId }: UserContext): Promise<AccountSecurity> {
  return withUser(db, userId, async (tx) => {
    const found = await findCredentials(tx, userId);
    if (found === null)
      throw new AppError("UNAUTHENTICATED", "This account no longer exists. Sign in again.");
    const sessions = await listLiveSessions(tx, userId);
    return {
      hasPassword: found.passwordHash !== null,
      sessions: sessions.map(({ userAgent, ...session }) => ({
        ...session,
        device: deviceWords(userAgent),
        isCurrent: session.id === sessionId,
      })),
    };
  });
}
