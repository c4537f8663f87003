import type { ProviderKeyId, RunId, WorkspaceId } from "#core/ids.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type { PriceBasis } from "#core/pricing/price-basis.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { AttemptRef } from "./write-attempts.ts";

/**
 * One line of the ledger. `reserve` holds the maximum cost while a call is in flight, `settle` is its cost, `release`
 * gives back the reservation of a call that cost nothing, `late` corrects an estimate when the true figure turns up
 * afterwards.
 */
export interface LedgerWrite extends AttemptRef {
  readonly kind: "reserve" | "release" | "settle" | "late";
  readonly provider: string;
  readonly model: string;
  readonly providerKeyId: ProviderKeyId | null;
  readonly usage: Omit<ModelUsage, "raw">;
  /** Micros of USD per million tokens, stored so that history never changes. Null: unknown. */
  readonly prices: LedgerPrices | null;
  /** How the amount was computed. Null: unknown. */
  readonly basis: PriceBasis | null;
  readonly amountMicros: number | null;
  readonly isSandbox: boolean;
}

export interface LedgerPrices {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
}

/** A line with its run. */
export type LedgerLine = LedgerWrite & { readonly runId: RunId };

/** Appends lines; nothing in the ledger is ever changed. */
export async function writeLedger(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  entries: readonly LedgerLine[],
): Promise<void> {
  if (entries.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO ledger_entries (workspace_id, run_id, node_id, attempt, kind, provider, model, provider_key_id,
           input_tokens, output_tokens, cache_write_tokens, cache_read_tokens, price_input_micros, price_output_micros,
           price_cache_write_micros, price_cache_read_micros, amount_micros, is_estimated, is_sandbox, price_basis,
           step)
    SELECT ${workspaceId}::uuid, e.*
      FROM jsonb_to_recordset(${JSON.stringify(entries.map(toRow))}::jsonb)
        AS e(run_id uuid, node_id text, attempt int, kind text, provider text, model text, provider_key_id uuid,
             input_tokens bigint, output_tokens bigint, cache_write_tokens bigint, cache_read_tokens bigint,
             price_input_micros bigint, price_output_micros bigint, price_cache_write_micros bigint,
             price_cache_read_micros bigint, amount_micros bigint, is_estimated boolean, is_sandbox boolean,
             price_basis jsonb, step int)`;
}

function toRow(entry: LedgerLine) {
  return {
    run_id: entry.runId,
    node_id: entry.nodeId,
    attempt: entry.attempt,
    kind: entry.kind,
    provider: entry.provider,
    model: entry.model,
    provider_key_id: entry.providerKeyId,
    input_tokens: entry.usage.inputTokens,
    output_tokens: entry.usage.outputTokens,
    cache_write_tokens: entry.usage.cacheWriteTokens,
    cache_read_tokens: entry.usage.cacheReadTokens,
    price_input_micros: entry.prices?.input ?? null,
    price_output_micros: entry.prices?.output ?? null,
    price_cache_write_micros: entry.prices?.cacheWrite ?? null,
    price_cache_read_micros: entry.prices?.cacheRead ?? null,
    amount_micros: entry.amountMicros,
    is_estimated: entry.usage.estimated,
    is_sandbox: entry.isSandbox,
    price_basis: entry.basis,
    step: entry.step ?? 0,
  };
}
