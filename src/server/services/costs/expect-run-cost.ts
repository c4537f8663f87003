import { pipelineIdSchema, type RunId } from "#core/ids.ts";
import { type ExpectedCost, expectCost } from "#core/run/expected-cost.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listPastCosts } from "#server/db/run/reading/list-past-costs.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noSuchRun } from "#server/services/no-such.ts";

/**
 * The expected cost of a run, judging by its pipeline's earlier runs, to compare with its actual cost.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function expectRunCost(
  context: ServiceContext,
  { runId }: { readonly runId: RunId },
): Promise<ExpectedCost> {
  authorize(context, "costs.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const plan = await context.runs.plans.ofRun(tx, workspaceId, runId);
    const run = await tx.run.findFirst({ where: { workspaceId, id: runId }, select: { pipelineId: true } });
    if (plan === null || run === null) {
      throw noSuchRun(runId);
    }
    return expectCost(
      plan,
      await listPastCosts(tx, workspaceId, pipelineIdSchema.parse(run.pipelineId), runId),
    );
  });
}
