import type { WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/**
 * Serialises waits for events with the sending of events: a wait that begins takes this lock shared, sending an event
 * takes it exclusively, and both hold it until they commit. So an event that arrives together with a wait is not lost.
 */
export async function beforeEvents(tx: TenantSql, workspaceId: WorkspaceId): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock_shared(hashtextextended('event-waits:' || ${workspaceId}::text, 0))`;
}

/** See `beforeEvents`. Take it before any lock that a wait may want. */
export async function aloneWithWaits(tx: TenantSql, workspaceId: WorkspaceId): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended('event-waits:' || ${workspaceId}::text, 0))`;
}
