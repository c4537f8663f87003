import type { RunId } from "#core/ids.ts";
import { type AmountLine, explainAmount } from "#core/pricing/explain-amount.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type LedgerEntry, readLedger } from "#server/db/run/reading/read-ledger.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noSuchRun } from "#server/services/no-such.ts";

export interface ExplainedEntry extends LedgerEntry {
  /** How a settled amount was computed, by kind of token. Null where that was not stored, or the price is unknown. */
  readonly lines: readonly AmountLine[] | null;
}

/**
 * How a node's cost was computed: every ledger entry with the price used, its source, and the token counts. These are
 * the stored figures, whatever prices are now; empty for a node that called no model.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function explainNodeCost(
  context: ServiceContext,
  { runId, nodeId }: { readonly runId: RunId; readonly nodeId: string },
): Promise<readonly ExplainedEntry[]> {
  authorize(context, "costs.read");
  const { workspaceId } = context.actor;
  const entries = await withTenant(context.db, workspaceId, (tx) =>
    readLedger(tx, workspaceId, runId, nodeId),
  );
  if (entries === null) throw noSuchRun(runId);
  return entries.map((entry) => ({ ...entry, lines: linesOf(entry) }));
}

function linesOf(entry: LedgerEntry): readonly AmountLine[] | null {
  return entry.kind === "settle" && entry.basis !== null ? explainAmount(entry, entry.basis) : null;
}
