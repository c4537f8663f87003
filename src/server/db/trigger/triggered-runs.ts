import type { RunId, TriggerRowId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { RunStatus } from "#core/run/status.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";

/** How many of a trigger's latest runs are searched for one that has not ended. */
const lookBack = 200;

/** A run of this trigger that has not ended. Null: all have. */
export async function findOpenRun(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  triggerId: TriggerRowId,
): Promise<RunId | null> {
  const rows = await tx.$queryRaw<{ id: RunId }[]>`
    SELECT id FROM (SELECT id, finished_at FROM runs WHERE workspace_id = ${workspaceId}::uuid AND trigger_id = ${triggerId}::uuid
                     ORDER BY id DESC LIMIT ${lookBack}) AS last
     WHERE finished_at IS NULL LIMIT 1`;
  return rows[0]?.id ?? null;
}

/** How a trigger's runs since a time ended, latest first; those in progress are left out. */
export async function listLastEnds(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  triggerId: TriggerRowId,
  sinceMs: number,
  limit: number,
): Promise<readonly RunStatus[]> {
  const rows = await tx.$queryRaw<{ status: RunStatus }[]>`
    SELECT status FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND trigger_id = ${triggerId}::uuid
       AND created_at >= to_timestamp(${sinceMs / 1000}::float8) AND finished_at IS NOT NULL
     ORDER BY id DESC LIMIT ${limit}`;
  return rows.map(({ status }) => status);
}

/** The state of a run, for a caller that waits for its output. */
export interface RunStanding {
  readonly status: RunStatus;
  readonly output: Json;
}

export async function readRunStanding(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<RunStanding | null> {
  const rows = await tx.$queryRaw<RunStanding[]>`
    SELECT status, output FROM runs WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid`;
  return rows[0] ?? null;
}
