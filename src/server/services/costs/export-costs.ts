import { costCsvHead, toCsvLine } from "#core/pricing/cost-csv.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listCostLines } from "#server/db/money/list-cost-lines.ts";
import { sumCostDays } from "#server/db/money/sum-cost-days.ts";
import type { CostSpan } from "#server/db/money/sum-cost-shares.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireCostSubject } from "./require-cost-subject.ts";

/**
 * What the workspace spent between two UTC days, both included, as CSV: a header, then a chunk for each day with calls.
 * Each day is read when it is requested, so only one is in memory.
 * @throws AppError FORBIDDEN, NOT_FOUND, before anything is written.
 */
export async function exportCosts(context: ServiceContext, span: CostSpan): Promise<AsyncIterator<string>> {
  authorize(context, "costs.read");
  const { workspaceId } = context.actor;
  const days = await withTenant(context.db, workspaceId, async (tx) => {
    await requireCostSubject(tx, workspaceId, span.pipelineId);
    return sumCostDays(tx, workspaceId, span);
  });
  return writeDays(
    context,
    days.map(({ day }) => day),
    span,
  );
}

async function* writeDays(context: ServiceContext, days: readonly string[], { pipelineId }: CostSpan) {
  const { workspaceId } = context.actor;
  yield costCsvHead;
  for (const day of days) {
    const lines = await withTenant(context.db, workspaceId, (tx) =>
      listCostLines(tx, workspaceId, { day, pipelineId }),
    );
    yield lines.map(toCsvLine).join("");
  }
}
