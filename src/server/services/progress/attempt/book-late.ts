import type { ModelUsage } from "#core/model/usage.ts";
import { callTotals, quote } from "#core/pricing/quote.ts";
import type { NodeOutcome, NodeTask } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { settleBudgets } from "#server/db/money/settle-budgets.ts";
import { addBelow } from "#server/db/run/children/sum-below.ts";
import { correctTotals } from "#server/db/run/progress/correct-totals.ts";
import { readBooked } from "#server/db/run/progress/read-booked.ts";
import { writeLedger } from "#server/db/run/progress/write-ledger.ts";
import { ledgerEntry } from "./price-attempt.ts";

/**
 * A call was made and billed, but its result came too late to count. Its attempt was booked as lost, with an estimate
 * or nothing; this books the difference to its actual usage, so that the ledger's sum equals the vendor's bill.
 */
export async function bookLate(
  tx: TenantSql,
  task: NodeTask,
  outcome: Pick<NodeOutcome, "usage">,
  step = 0,
): Promise<void> {
  const { workspaceId, runId, nodeId, attempt, model: ref, providerKeyId } = task;
  const usage = outcome.usage === "unknown" ? null : outcome.usage;
  const booked = ref === null || usage === null ? null : await readBooked(tx, task, attempt, step);
  if (ref === null || usage === null || booked === null) return;
  const entry = ledgerEntry(
    "late",
    { nodeId, attempt, step },
    { ref, providerKeyId },
    usage,
    quote(ref, usage, booked.prices ?? {}),
  );
  const amountMicros =
    entry.amountMicros === null || booked.amountMicros === null
      ? null
      : entry.amountMicros - booked.amountMicros;
  const correction = {
    inputTokens: usage.inputTokens - booked.inputTokens,
    outputTokens: usage.outputTokens - booked.outputTokens,
    cacheWriteTokens: usage.cacheWriteTokens - booked.cacheWriteTokens,
    cacheReadTokens: usage.cacheReadTokens - booked.cacheReadTokens,
    estimated: usage.estimated,
  };
  const change = callTotals(ref, correction, amountMicros);
  await addBelow(tx, workspaceId, runId, change.costMicros ?? 0);
  if (!isNothing(correction) || amountMicros !== 0) {
    const line = { ...entry, runId, amountMicros, usage: correction };
    await Promise.all([writeLedger(tx, workspaceId, [line]), settleBudgets(tx, workspaceId, [line])]);
  }
  await correctTotals(tx, task, attempt, change, usage.estimated);
}

function isNothing({
  inputTokens,
  outputTokens,
  cacheWriteTokens,
  cacheReadTokens,
}: Omit<ModelUsage, "raw">) {
  return [inputTokens, outputTokens, cacheWriteTokens, cacheReadTokens].every((tokens) => tokens === 0);
}
