import type { WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/**
 * Waits for events begin either before an event is sent or after it, never beside it: a wait that begins takes this
 * lock with others, whoever sends an event takes it alone, and both hold it until they have committed. So an event that
 * comes in the same moment as a wait is not lost.
 */
export async function beforeEvents(tx: TenantSql, workspaceId: WorkspaceId): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock_shared(hashtextextended('event-waits:' || ${workspaceId}::text, 0))`;
}

/** See `beforeEvents`. Taken before anything else that a wait may want. */
export async function aloneWithWaits(tx: TenantSql, workspaceId: WorkspaceId): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended('event-waits:' || ${workspaceId}::text, 0))`;
}
