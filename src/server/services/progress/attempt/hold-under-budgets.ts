import { type BudgetVerdict, missingMicros, weighCall } from "#core/pricing/budget.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { holdBudgets } from "#server/db/money/hold-budgets.ts";
import { settleBudgets } from "#server/db/money/settle-budgets.ts";
import type { LedgerWrite } from "#server/db/run/progress/write-ledger.ts";
import { type Changeset, takeUnbudgetedLines } from "../step/changeset.ts";

/**
 * Reserves a call's maximum cost under the budgets that apply to it, or says that it must wait, or why it may not be
 * made. What this step has settled is booked first, because it frees money. A node that costs nothing always fits.
 */
export async function holdUnderBudgets(
  tx: TenantSql,
  changeset: Changeset,
  reservation: LedgerWrite | null,
): Promise<BudgetVerdict> {
  if (reservation === null) return { kind: "fits" };
  const { workspaceId, runId, pipelineId, startedByUserId, child } = changeset.run;
  const { nodeId, attempt, step = 0, provider, model, providerKeyId, amountMicros } = reservation;
  const tree = { runId, treeRunId: child?.rootRunId ?? runId };
  const call = {
    ...tree,
    pipelineId,
    providerKeyId,
    userId: startedByUserId,
    nodeId,
    attempt,
    step,
  };
  const isReleased = changeset.state.phases[nodeId] === "waiting";
  const [, standings] = await Promise.all([
    settleBudgets(tx, workspaceId, takeUnbudgetedLines(changeset)),
    holdBudgets(tx, workspaceId, { ...call, isReleased, mostMicros: amountMicros }),
  ]);
  const verdict = weighCall({ nodeId, model: `${provider}/${model}`, mostMicros: amountMicros }, standings);
  if (amountMicros !== null) {
    changeset.reached.push(...standings.filter((standing) => missingMicros(standing, amountMicros) > 0));
  }
  return verdict;
}
