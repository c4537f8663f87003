import type { SessionId } from "#core/ids.ts";
import { revokeSession } from "#server/db/session-store.ts";
import { withSystem } from "#server/db/with-tenant.ts";
import type { ServiceTools } from "#server/services/context.ts";

/** Revokes a session on the server: a copy of its cookie is worth nothing from now on. */
export async function endSession(
  tools: Pick<ServiceTools, "db" | "clock">,
  sessionId: SessionId,
): Promise<void> {
  await withSystem(tools.db, (tx) => revokeSession(tx, sessionId, tools.clock.nowMs()));
}
