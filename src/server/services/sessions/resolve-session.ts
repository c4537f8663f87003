import type { SessionId } from "#core/ids.ts";
import { findLiveSession } from "#server/db/session-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import type { Principal } from "#server/services/principal.ts";

/** The person behind a session id, or null when it was revoked or has expired: looked up on every request, so a sign-out holds at once. */
export async function resolveSession(
  tools: Pick<ServiceTools, "db">,
  sessionId: SessionId,
): Promise<Extract<Principal, { kind: "session" }> | null> {
  const userId = await findLiveSession(tools.db, sessionId);
  return userId === null ? null : { kind: "session", userId, sessionId };
}
