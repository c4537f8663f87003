import { AppError } from "#core/errors.ts";
import type { SessionId } from "#core/ids.ts";
import { withUser } from "#server/db/driver/with-tenant.ts";
import { listLiveSessions } from "#server/db/identity/session-store.ts";
import { findCredentials } from "#server/db/identity/user-store.ts";
import type { UserContext } from "#server/services/context.ts";
import { deviceWords } from "./device-words.ts";

/** One of the person's sessions. */
export interface SessionView {
  /** Safe to show: the cookie carries it encrypted. */
  readonly id: SessionId;
  readonly device: string;
  readonly createdAtMs: number;
  /** Rounded to the minute. Null: not used since it began. */
  readonly lastSeenAtMs: number | null;
  readonly expiresAtMs: number;
  readonly isCurrent: boolean;
}

export interface AccountSecurity {
  /** False: the person signs in with a vendor. */
  readonly hasPassword: boolean;
  /** Newest first. */
  readonly sessions: readonly SessionView[];
}

/**
 * How the caller signs in, and where they are signed in now.
 * @throws AppError UNAUTHENTICATED when the account no longer exists.
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
