import type { NodeRunRef } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The maximum cost reserved for an attempt, or for a turn of it. Null when it called no model. */
export async function readReservation(
  tx: TenantSql,
  ref: NodeRunRef,
  attempt: number,
  step: number,
): Promise<{ readonly inputTokens: number; readonly outputTokens: number } | null> {
  const rows = await tx.$queryRaw<{ inputTokens: number; outputTokens: number }[]>`
    SELECT input_tokens::float8 AS "inputTokens", output_tokens::float8 AS "outputTokens" FROM ledger_entries
     WHERE workspace_id = ${ref.workspaceId}::uuid AND run_id = ${ref.runId}::uuid AND node_id = ${ref.nodeId}
       AND attempt = ${attempt} AND step = ${step} AND kind = 'reserve' LIMIT 1`;
  return rows[0] ?? null;
}
