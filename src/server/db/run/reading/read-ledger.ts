import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { PriceBasis } from "#core/pricing/price-basis.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A line of the ledger, as written. */
export interface LedgerEntry {
  readonly attempt: number;
  readonly kind: "reserve" | "release" | "settle" | "late";
  readonly provider: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheWriteTokens: number;
  readonly cacheReadTokens: number;
  /** Micros of USD. Null: unknown. */
  readonly amountMicros: number | null;
  readonly isEstimated: boolean;
  readonly isSandbox: boolean;
  /** Null: the price was unknown, or the entry is older than this column. */
  readonly basis: PriceBasis | null;
  readonly createdAtMs: number;
}

/** The maximum read per node: far more than its attempts. */
const maxEntries = 500;

/** The ledger lines of one node of a run, oldest first. Null where there is no such run. */
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
