import { AppError } from "#core/errors.ts";
import type { UserId } from "#core/ids.ts";
import { parseEmail } from "#core/policy/email.ts";
import { hashPassword } from "#server/crypto/password.ts";
import { withSystem, withUser } from "#server/db/driver/with-tenant.ts";
import { revokeSessions } from "#server/db/identity/session-store.ts";
import { findUserByEmail, setPasswordHash } from "#server/db/identity/user-store.ts";
import { recordAccountEvent } from "#server/services/audit/record-account-event.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { refuseWeakPassword } from "./password-rules.ts";

/**
 * Sets a new password for an account and ends all its sessions. Earlier failed attempts no longer count, since they
 * were made against the old password. For operators, who prove themselves by access to the data folder; no endpoint
 * calls this.
 * @throws AppError INVALID_INPUT, NOT_FOUND when there is no account for the address.
 */
export async function resetPassword(
  tools: Pick<ServiceTools, "db" | "clock">,
  input: { readonly email: string; readonly password: string },
): Promise<{ readonly userId: UserId; readonly endedSessions: number }> {
  const { db, clock } = tools;
  const parsed = parseEmail(input.email);
  if (!parsed.ok) throw new AppError("INVALID_INPUT", parsed.message);
  const { email } = parsed;
  const found = await withSystem(db, (tx) => findUserByEmail(tx, email));
  if (found === null) throw new AppError("NOT_FOUND", `Nobody has signed up with ${email}.`);
  refuseWeakPassword(input.password, email, "password");
  const passwordHash = await hashPassword(input.password);
  const { id: userId } = found;
  const endedSessions = await withUser(db, userId, async (tx) => {
    await setPasswordHash(tx, userId, passwordHash);
    const ended = await revokeSessions(tx, userId, null, clock.nowMs());
    await recordAccountEvent(tx, { action: "account.reset-password", userId, isOwnDoing: false });
    return ended;
  });
  return { userId, endedSessions };
}
