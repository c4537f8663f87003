import type { SessionId } from "#core/ids.ts";
import { withUser } from "#server/db/driver/with-tenant.ts";
import { findLiveSession, revokeSession } from "#server/db/identity/session-store.ts";
import { recordAccountEvent } from "#server/services/audit/record-account-event.ts";
import type { ServiceTools } from "#server/services/context.ts";

/** Revokes a session on the server, so that copies of its cookie become useless. Idempotent. */
export async function endSession(
  { db, clock }: Pick<ServiceTools, "db" | "clock">,
  sessionId: SessionId,
): Promise<void> {
  const found = await findLiveSession(db, sessionId);
  if (found === null) return;
  const { userId } = found;
  await withUser(db, userId, async (tx) => {
    await revokeSession(tx, sessionId, clock.nowMs());
    await recordAccountEvent(tx, { action: "account.sign-out", userId, isOwnDoing: true });
  });
}
