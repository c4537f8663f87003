import { type SessionId, type UserId, userIdSchema } from "#core/ids.ts";
import type { Database } from "./client.ts";
import type { SystemTransaction } from "./with-tenant.ts";

export interface NewSession {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly expiresAtMs: number;
  readonly userAgent: string | null;
}

export async function insertSession(tx: SystemTransaction, session: NewSession): Promise<void> {
  const { expiresAtMs, ...columns } = session;
  await tx.session.create({ data: { ...columns, expiresAt: new Date(expiresAtMs) } });
}

/**
 * Whose session it is, if it is still good. Runs on every request, so it is one statement without a transaction; sessions belong to no
 * workspace.
 */
export async function findLiveSession(db: Database, sessionId: SessionId): Promise<UserId | null> {
  const rows = await db.$queryRaw<{ userId: string }[]>`
    SELECT user_id AS "userId" FROM sessions
     WHERE id = ${sessionId}::uuid AND revoked_at IS NULL AND expires_at > clock_timestamp()`;
  return rows[0] === undefined ? null : userIdSchema.parse(rows[0].userId);
}

/** From the next request on the session is refused everywhere. Revoking twice changes nothing. */
export async function revokeSession(
  tx: SystemTransaction,
  sessionId: SessionId,
  nowMs: number,
): Promise<void> {
  await tx.session.updateMany({
    where: { id: sessionId, revokedAt: null },
    data: { revokedAt: new Date(nowMs) },
  });
}
