import { type SessionId, sessionIdSchema, type UserId } from "#core/ids.ts";
import { insertSession } from "#server/db/session-store.ts";
import { withSystem } from "#server/db/with-tenant.ts";
import type { ServiceTools } from "#server/services/context.ts";

export interface OpenedSession {
  readonly sessionId: SessionId;
  readonly expiresAtMs: number;
}

/** However busy it is, a session ends after this long. */
export const sessionLifetimeMs = 30 * 24 * 60 * 60 * 1000;

/** Opens a session with an id of its own: each sign-in can be ended by itself. */
export async function openSession(
  tools: ServiceTools,
  userId: UserId,
  userAgent: string | null,
): Promise<OpenedSession> {
  const session = {
    id: sessionIdSchema.parse(tools.newId()),
    userId,
    expiresAtMs: tools.clock.nowMs() + sessionLifetimeMs,
    userAgent: userAgent?.slice(0, 400) ?? null,
  };
  await withSystem(tools.db, (tx) => insertSession(tx, session));
  return { sessionId: session.id, expiresAtMs: session.expiresAtMs };
}
