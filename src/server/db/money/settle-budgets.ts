import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { LedgerLine } from "#server/db/run/progress/write-ledger.ts";
import { shareBudgets } from "./lock-budgets.ts";

/**
 * Books the final costs of reserved calls in their budgets. An unknown cost counts as the reserved amount. A late
 * correction counts in the window in which the call was reserved. Freed money triggers a check of waiting calls.
 */
export async function settleBudgets(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  lines: readonly LedgerLine[],
): Promise<void> {
  const rows = lines.filter(({ kind }) => kind !== "reserve").map(toRow);
  if (rows.length === 0) return;
  const json = JSON.stringify(rows);
  const runIds: readonly RunId[] = [...new Set(rows.map(({ run_id }) => run_id))];
  await Promise.all([
    shareBudgets(tx, workspaceId),
    // In the order of `lockBudgets`.
    tx.$queryRaw`
      SELECT id FROM budgets
       WHERE workspace_id = ${workspaceId}::uuid
         AND id IN (SELECT budget_id FROM budget_entries
                     WHERE workspace_id = ${workspaceId}::uuid AND run_id = ANY(${runIds}::uuid[]))
       ORDER BY run_id NULLS FIRST, id FOR NO KEY UPDATE`,
    tx.$executeRaw`
      WITH lines AS (
        SELECT * FROM jsonb_to_recordset(${json}::jsonb)
          AS l(run_id uuid, node_id text, attempt int, step int, kind text, amount_micros bigint)
      ), changes AS (
        SELECT e.run_id, e.node_id, e.attempt, e.step, e.budget_id, e.window_key,
               CASE WHEN e.settled_micros IS NULL THEN e.reserved_micros ELSE 0 END AS freed_micros,
               CASE l.kind WHEN 'release' THEN 0 WHEN 'settle' THEN coalesce(l.amount_micros, e.reserved_micros)
                           ELSE coalesce(l.amount_micros, 0) END AS spent_micros
          FROM lines l JOIN budget_entries e
            ON e.workspace_id = ${workspaceId}::uuid AND e.run_id = ANY(${runIds}::uuid[]) AND e.run_id = l.run_id
           AND e.node_id = l.node_id AND e.attempt = l.attempt AND e.step = l.step
      ), closed AS (
        UPDATE budget_entries e SET settled_micros = coalesce(e.settled_micros, 0) + c.spent_micros
          FROM changes c
         WHERE e.workspace_id = ${workspaceId}::uuid AND e.run_id = c.run_id AND e.node_id = c.node_id
           AND e.attempt = c.attempt AND e.step = c.step AND e.budget_id = c.budget_id
      ), looked AS (
        UPDATE system.budget_looks SET look_at = clock_timestamp()
         WHERE workspace_id = ${workspaceId}::uuid AND EXISTS (SELECT FROM changes)
      )
      UPDATE budget_windows w SET reserved_micros = w.reserved_micros - s.freed_micros,
             settled_micros = w.settled_micros + s.spent_micros
        FROM (SELECT budget_id, window_key, sum(freed_micros) AS freed_micros, sum(spent_micros) AS spent_micros
                FROM changes GROUP BY 1, 2) s
       WHERE w.workspace_id = ${workspaceId}::uuid AND w.budget_id = s.budget_id AND w.window_key = s.window_key`,
  ]);
}

function toRow({ runId, nodeId, attempt, step = 0, kind, amountMicros }: LedgerLine) {
  return { run_id: runId, node_id: nodeId, attempt, step, kind, amount_micros: amountMicros };
}
