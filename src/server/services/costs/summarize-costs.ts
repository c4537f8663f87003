import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type DailyModelCost, sumCosts } from "#server/db/run/reading/sum-costs.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

export interface CostSummary {
  readonly lines: readonly DailyModelCost[];
  /** Real money, micros of USD. */
  readonly costMicros: number;
  /** The sandbox's play money, micros. */
  readonly sandboxMicros: number;
  readonly unpricedCalls: number;
}

/**
 * What the workspace spent between two moments (milliseconds since the epoch, the second excluded), from the ledger
 * alone.
 * @throws AppError FORBIDDEN.
 */
export async function summarizeCosts(
  context: ServiceContext,
  input: { readonly sinceMs: number; readonly untilMs: number },
): Promise<CostSummary> {
  authorize(context, "costs.read");
  const { workspaceId } = context.actor;
  const lines = await withTenant(context.db, workspaceId, (tx) =>
    sumCosts(tx, workspaceId, input.sinceMs, input.untilMs),
  );
  const sum = (wanted: readonly DailyModelCost[]) =>
    wanted.reduce((total, line) => total + line.costMicros, 0);
  return {
    lines,
    costMicros: sum(lines.filter((line) => !line.isSandbox)),
    sandboxMicros: sum(lines.filter((line) => line.isSandbox)),
    unpricedCalls: lines.reduce((total, line) => total + line.unpricedCalls, 0),
  };
}
