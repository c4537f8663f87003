import type { ErrorInfo } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { RunStatus, TerminalRunStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** An attempt of a node that works through a list. */
export interface ItemsRef {
  readonly runId: RunId;
  readonly nodeId: string;
  readonly attempt: number;
}

/** The state of an item's run. */
export interface ItemStanding {
  readonly index: number;
  readonly status: RunStatus;
  /** It only waits, and its clock is stopped. */
  readonly isResting: boolean;
}

/** The runs of these items, in item order. Call it under the parent's row lock. */
export function readItemStandings(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, nodeId, attempt }: ItemsRef,
  indexes: readonly number[],
): Promise<readonly ItemStanding[]> {
  return tx.$queryRaw<ItemStanding[]>`
    SELECT parent_iteration AS index, status, waiting_since IS NOT NULL AS "isResting"
      FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND parent_run_id = ${runId}::uuid AND parent_node_id = ${nodeId}
       AND parent_iteration = ANY(${[...indexes]}::int[]) AND parent_attempt = ${attempt}
     ORDER BY parent_iteration`;
}

/** The result of an item's run. */
export interface ItemResult {
  readonly index: number;
  readonly runId: RunId;
  readonly status: TerminalRunStatus;
  readonly output: Json;
  /** Its output is truncated because it did not fit. */
  readonly isCut: boolean;
  readonly error: ErrorInfo | null;
}

/** The total size of all items' results, in bytes. */
export async function sizeOfResults(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, nodeId, attempt }: ItemsRef,
): Promise<number> {
  const rows = await tx.$queryRaw<{ bytes: number }[]>`
    SELECT coalesce(sum(octet_length(output::text)), 0)::float8 AS bytes FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND parent_run_id = ${runId}::uuid AND parent_node_id = ${nodeId}
       AND parent_attempt = ${attempt}`;
  return rows[0]?.bytes ?? 0;
}

/** The results of all ended items, in list order. */
export function readItemResults(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, nodeId, attempt }: ItemsRef,
): Promise<readonly ItemResult[]> {
  return tx.$queryRaw<ItemResult[]>`
    SELECT parent_iteration AS index, id AS "runId", status, output, cardinality(outputs_left_out) > 0 AS "isCut", error
      FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND parent_run_id = ${runId}::uuid AND parent_node_id = ${nodeId}
       AND parent_attempt = ${attempt} AND finished_at IS NOT NULL
     ORDER BY parent_iteration`;
}

/** The first item whose run did not complete. Null where there is none. */
export async function findFailedItem(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, nodeId, attempt }: ItemsRef,
): Promise<ItemResult | null> {
  const rows = await tx.$queryRaw<ItemResult[]>`
    SELECT parent_iteration AS index, id AS "runId", status, NULL::jsonb AS output, false AS "isCut", error
      FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND parent_run_id = ${runId}::uuid AND parent_node_id = ${nodeId}
       AND parent_attempt = ${attempt} AND finished_at IS NOT NULL AND status <> 'completed'
     ORDER BY parent_iteration LIMIT 1`;
  return rows[0] ?? null;
}

/** Which item of its parent node a run is for. Null for a root. */
export async function readItemIndex(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<number | null> {
  const rows = await tx.$queryRaw<{ index: number | null }[]>`
    SELECT parent_iteration AS index FROM runs WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid`;
  return rows[0]?.index ?? null;
}
