import { withUser } from "#server/db/driver/with-tenant.ts";
import { revokeSessions } from "#server/db/identity/session-store.ts";
import { recordAccountEvent } from "#server/services/audit/record-account-event.ts";
import type { UserContext } from "#server/services/context.ts";

/** Signs the caller out everywhere, here too. API tokens stay valid. */
export async function endAllSessions({
  db,
  clock,
  userId,
}: UserContext): Promise<{ readonly endedSessions: number }> {
  return withUser(db, userId, async (tx) => {
    const endedSessions = await revokeSessions(tx, userId, null, clock.nowMs());
    await recordAccountEvent(tx, { action: "account.end-sessions", userId, isOwnDoing: true });
    return { endedSessions };
  });
}
