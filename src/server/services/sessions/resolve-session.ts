import type { SessionId } from "#core/ids.ts";
import { findLiveSession, touchSession } from "#server/db/identity/session-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import type { Principal } from "#server/services/principal.ts";

/**
 * The person of a session id, or null when it was revoked or has expired. Looked up on every request, so a sign-out
 * takes effect immediately.
 */
export async function resolveSession(
  { db }: Pick<ServiceTools, "db">,
  sessionId: SessionId,
): Promise<Extract<Principal, { kind: "session" }> | null> {
  const found = await findLiveSession(db, sessionId);
  if (found === null) return null;
  if (found.isStale) await touchSession(db, sessionId);
  return { kind: "session", userId: found.userId, sessionId };
}
