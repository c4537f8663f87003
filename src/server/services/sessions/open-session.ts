import { type SessionId, sessionIdSchema, type UserId } from "#core/ids.ts";
import { withUser } from "#server/db/driver/with-tenant.ts";
import { insertSession } from "#server/db/identity/session-store.ts";
import { recordAccountEvent } from "#server/services/audit/record-account-event.ts";
import type { ServiceTools } from "#server/services/context.ts";

export interface OpenedSession {
  readonly sessionId: SessionId;
  readonly expiresAtMs: number;
}

/** How a session began. */
export interface SessionOrigin {
  readonly userAgent: string | null;
  /** How the person was authenticated. */
  readonly by: "password" | "github" | "google";
}

/** The maximum lifetime of a session, however busy. */
export const sessionLifetimeMs = 30 * 24 * 60 * 60 * 1000;

/** Opens a new session: each sign-in can be ended separately. */
export async function openSession(
  tools: ServiceTools,
  userId: UserId,
  { userAgent, by }: SessionOrigin,
): Promise<OpenedSession> {
  const session = {
    id: sessionIdSchema.parse(tools.newId()),
    userId,
    expiresAtMs: tools.clock.nowMs() + sessionLifetimeMs,
    userAgent: userAgent?.slice(0, 400) ?? null,
  };
  await withUser(tools.db, userId, async (tx) => {
    await insertSession(tx, session);
    await recordAccountEvent(tx, { action: "account.sign-in", userId, isOwnDoing: true, detail: { by } });
  });
  return { sessionId: session.id, expiresAtMs: session.expiresAtMs };
}
