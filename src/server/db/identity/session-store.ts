import { type SessionId, sessionIdSchema, type UserId, userIdSchema } from "#core/ids.ts";
import type { Database } from "../driver/client.ts";
import type { SystemTransaction, UserTransaction } from "../driver/with-tenant.ts";

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

/** A valid session. */
export interface LiveSession {
  readonly userId: UserId;
  /** Whether its recorded last use is more than a minute old. */
  readonly isStale: boolean;
}

/**
 * The session's person, if it is still valid. Runs on every request, so it is one statement without a transaction;
 * sessions belong to no workspace.
 */
export async function findLiveSession(db: Database, sessionId: SessionId): Promise<LiveSession | null> {
  const rows = await db.$queryRaw<{ userId: string; isStale: boolean }[]>`
    SELECT user_id AS "userId",
           (last_seen_at IS NULL OR last_seen_at < clock_timestamp() - interval '1 minute') AS "isStale"
      FROM sessions
     WHERE id = ${sessionId}::uuid AND revoked_at IS NULL AND expires_at > clock_timestamp()`;
  const row = rows[0];
  return row === undefined ? null : { userId: userIdSchema.parse(row.userId), isStale: row.isStale };
}

/** Records that the session is in use; of many concurrent requests only one writes. */
export async function touchSession(db: Database, sessionId: SessionId): Promise<void> {
  await db.$executeRaw`
    UPDATE sessions SET last_seen_at = clock_timestamp()
     WHERE id = ${sessionId}::uuid AND (last_seen_at IS NULL OR last_seen_at < clock_timestamp() - interval '1 minute')`;
}

/** A session as its person sees it. */
export interface SessionRow {
  readonly id: SessionId;
  readonly userAgent: string | null;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number | null;
  readonly expiresAtMs: number;
}

/** More than anyone looks through. */
const longestList = 100;

/** A person's valid sessions, newest first. */
export async function listLiveSessions(tx: UserTransaction, userId: UserId): Promise<readonly SessionRow[]> {
  const rows = await tx.session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { id: "desc" },
    take: longestList,
  });
  return rows.map((row) => ({
    id: sessionIdSchema.parse(row.id),
    userAgent: row.userAgent,
    createdAtMs: row.createdAt.getTime(),
    lastSeenAtMs: row.lastSeenAt?.getTime() ?? null,
    expiresAtMs: row.expiresAt.getTime(),
  }));
}

/** Revokes a session, effective with the next request everywhere. Idempotent. */
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

/** Revokes a person's valid sessions, except the one to keep; returns how many. */
export async function revokeSessions(
  tx: UserTransaction,
  userId: UserId,
  kept: SessionId | null,
  nowMs: number,
): Promise<number> {
  const now = new Date(nowMs);
  const { count } = await tx.session.updateMany({
    where: {
      userId,
      revokedAt: null,
      expiresAt: { gt: now },
      ...(kept === null ? {} : { id: { not: kept } }),
    },
    data: { revokedAt: now },
  });
  return count;
}
