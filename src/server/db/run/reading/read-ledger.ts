import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { PriceBasis } from "#core/pricing/price-basis.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A line of the ledger, as it was written. */
export interface LedgerEntry {
  readonly attempt: number;
  readonly kind: "reserve" | "release" | "settle" | "late";
  readonly provider: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheWriteTokens: number;
  readonly cacheReadTokens: number;
  /** Micros of USD; null = not known. */
  readonly amountMicros: number | null;
  readonly isEstimated: boolean;
  readonly isSandbox: boolean;
  /** Null: the price was not known, or it was written before this was kept. */
  readonly basis: PriceBasis | null;
  readonly createdAtMs: number;
}

/** The most that is read of one node: far more than its tries. */
const maxEntries = 500;

/** The lines of one node of a run, in the order in which they were written; null where there is no such run. */
export async function readLedger(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
  nodeId: string,
): Promise<readonly LedgerEntry[] | null> {
  const entries = await tx.$queryRaw<LedgerEntry[]>`
    SELECT attempt, kind, provider, model, input_tokens::float8 AS "inputTokens",
           output_tokens::float8 AS "outputTokens", cache_write_tokens::float8 AS "cacheWriteTokens",
           cache_read_tokens::float8 AS "cacheReadTokens", amount_micros::float8 AS "amountMicros",
           is_estimated AS "isEstimated", is_sandbox AS "isSandbox", price_basis AS basis,
           floor(extract(epoch FROM created_at) * 1000)::float8 AS "createdAtMs"
      FROM ledger_entries
     WHERE workspace_id = ${workspaceId}::uuid AND run_id = ${runId}::uuid AND node_id = ${nodeId}
     ORDER BY id LIMIT ${maxEntries}`;
  if (entries.length > 0) return entries;
  const runs = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM runs WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid`;
  return runs.length > 0 ? entries : null;
}
