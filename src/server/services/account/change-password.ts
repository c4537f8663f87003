import { AppError } from "#core/errors.ts";
import { hashPassword, verifyPassword } from "#server/crypto/password.ts";
import { withUser } from "#server/db/driver/with-tenant.ts";
import { revokeSessions } from "#server/db/identity/session-store.ts";
import { findCredentials, replacePasswordHash } from "#server/db/identity/user-store.ts";
import { recordAccountEvent } from "#server/services/audit/record-account-event.ts";
import type { UserContext } from "#server/services/context.ts";
import { fieldRefusal, refuseWeakPassword } from "./password-rules.ts";

export interface ChangePasswordInput {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/**
 * Replaces the caller's password and ends all their other sessions, which locks out anyone who knew the old one. API
 * tokens stay valid.
 * @returns how many other sessions have ended.
 * @throws AppError RATE_LIMITED, INVALID_INPUT naming the field, CONFLICT when the account has no password, or a new
 * one was set in the meantime.
 */
export async function changePassword(
  context: UserContext,
  { currentPassword, newPassword }: ChangePasswordInput,
): Promise<{ readonly endedSessions: number }> {
  const { db, clock, ports, userId, sessionId } = context;
  const found = await withUser(db, userId, (tx) => findCredentials(tx, userId));
  if (found === null || found.passwordHash === null) {
    throw new AppError("CONFLICT", "This account has no password: you sign in with GitHub or Google.");
  }
  const { email, passwordHash } = found;
  refuseWeakPassword(newPassword, email, "newPassword");
  // Somebody at another person's open session must not be able to keep guessing.
  await ports.rateLimits.consume("password-change-by-person", userId);
  if (!(await verifyPassword(passwordHash, currentPassword))) {
    throw fieldRefusal("currentPassword", "This is not your current password.");
  }
  await ports.rateLimits.reset("password-change-by-person", userId);
  if (newPassword === currentPassword) {
    throw fieldRefusal("newPassword", "This is already your password. Choose another one.");
  }
  const newHash = await hashPassword(newPassword);
  return withUser(db, userId, async (tx) => {
    if (!(await replacePasswordHash(tx, userId, passwordHash, newHash))) {
      throw new AppError(
        "CONFLICT",
        "The password was changed in the meantime. Sign in again with the new one.",
      );
    }
    const endedSessions = await revokeSessions(tx, userId, sessionId, clock.nowMs());
    await recordAccountEvent(tx, { action: "account.change-password", userId, isOwnDoing: true });
    return { endedSessions };
  });
}
