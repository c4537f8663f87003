import type { WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";

/** The age limit, in milliseconds since the epoch, and the maximum number of rows to delete. */
export interface OldRows {
  readonly beforeMs: number;
  readonly limit: number;
}

/**
 * Deletes old trigger firings, except the latest of each trigger, queued ones, and those whose runs are in progress:
 * their `ledBy` chain is still needed. Returns how many were deleted.
 */
export function deleteOldFirings(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { beforeMs, limit }: OldRows,
  keptOfEach: number,
): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM trigger_firings WHERE ctid = ANY(ARRAY(
      SELECT f.ctid FROM triggers t
       CROSS JOIN LATERAL (
         SELECT due_at FROM trigger_firings k WHERE k.workspace_id = t.workspace_id AND k.trigger_id = t.id
          ORDER BY due_at DESC OFFSET ${keptOfEach} LIMIT 1) AS edge
        JOIN trigger_firings f ON f.workspace_id = t.workspace_id AND f.trigger_id = t.id AND f.due_at <= edge.due_at
       WHERE t.workspace_id = ${workspaceId}::uuid AND f.outcome <> 'queued'
         AND f.due_at < to_timestamp(${beforeMs / 1000}::float8)
         AND f.created_at < to_timestamp(${beforeMs / 1000}::float8)
         AND NOT EXISTS (SELECT FROM runs r
                          WHERE r.workspace_id = f.workspace_id AND r.id = f.run_id AND r.finished_at IS NULL)
       LIMIT ${limit}))`;
}

/**
 * Deletes old events, except those that ended a wait, whose resolution refers to them. `below`: an upper bound for the
 * ids of old ones.
 */
export function deleteOldEvents(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { beforeMs, limit }: OldRows,
  below: string,
): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM events WHERE ctid = ANY(ARRAY(
      SELECT e.ctid FROM events e
       WHERE e.workspace_id = ${workspaceId}::uuid AND e.id < ${below}::uuid
         AND e.created_at < to_timestamp(${beforeMs / 1000}::float8)
         AND NOT EXISTS (SELECT FROM waits w WHERE w.workspace_id = e.workspace_id AND w.event_id = e.id)
       ORDER BY e.id LIMIT ${limit}))`;
}

/** Deletes old messages to webhooks that are no longer to be sent. */
export function deleteOldDeliveries(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { beforeMs, limit }: OldRows,
): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM webhook_deliveries WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM webhook_deliveries
       WHERE workspace_id = ${workspaceId}::uuid AND created_at < to_timestamp(${beforeMs / 1000}::float8)
         AND status <> 'pending'
       LIMIT ${limit}))`;
}

/**
 * Deletes the entries and sums of budgets in days, months and runs that ended long ago. The ledger has each amount; a
 * run's own budget stays with the run.
 */
export function deleteOldWindows(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { beforeMs, limit }: OldRows,
): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM budget_windows WHERE ctid = ANY(ARRAY(
      SELECT w.ctid FROM budget_windows w
        JOIN budgets b ON b.workspace_id = w.workspace_id AND b.id = w.budget_id
       WHERE w.workspace_id = ${workspaceId}::uuid AND w.reserved_micros = 0 AND b.scope <> 'run'
         AND CASE b.per
               WHEN 'day' THEN w.window_key < to_char(to_timestamp(${beforeMs / 1000}::float8), 'YYYY-MM-DD')
               WHEN 'month' THEN w.window_key < to_char(to_timestamp(${beforeMs / 1000}::float8), 'YYYY-MM')
               ELSE EXISTS (SELECT FROM runs r
                             WHERE r.workspace_id = w.workspace_id AND r.id = w.window_key::uuid
                               AND r.finished_at < to_timestamp(${beforeMs / 1000}::float8))
             END
       LIMIT ${limit}))`;
}

/**
 * Deletes the data of events where the workspace's retention time for bodies is over. The event itself stays known by
 * its id; one that a wait has yet to continue with keeps its data.
 */
export function deleteOldEventData(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { nowMs, limit }: { readonly nowMs: number; readonly limit: number },
): Promise<number> {
  return tx.$executeRaw`
    UPDATE events SET data = 'null', data_deleted_at = clock_timestamp() WHERE ctid = ANY(ARRAY(
      SELECT e.ctid FROM events e JOIN workspaces k ON k.id = e.workspace_id
       WHERE e.workspace_id = ${workspaceId}::uuid AND e.data_deleted_at IS NULL
         AND e.created_at < to_timestamp(${nowMs / 1000}::float8) - make_interval(days => k.retention_days)
         AND NOT EXISTS (SELECT FROM waits w
                          WHERE w.workspace_id = e.workspace_id AND w.event_id = e.id AND w.ending IS NULL)
       LIMIT ${limit}))`;
}
