import type { Totals } from "#core/model/usage.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/**
 * Adds a correction (possibly negative) to a node run, its attempt and its run, so that totals stay the sums of ledger
 * entries. `isEstimated`: the attempt's figures are still an estimate afterwards.
 */
export async function correctTotals(
  tx: TenantSql,
  ref: NodeRunRef,
  attempt: number,
  change: Totals,
  isEstimated: boolean,
): Promise<void> {
  const { inputTokens, outputTokens } = change;
  const costMicros = change.costMicros ?? 0;
  const isUnknown = change.costMicros === null;
  await tx.$executeRaw`
    WITH node AS (
      UPDATE node_runs SET input_tokens = input_tokens + ${inputTokens}, output_tokens = output_tokens + ${outputTokens},
             cost_micros = cost_micros + ${costMicros}, cost_unknown = cost_unknown OR ${isUnknown}
       WHERE workspace_id = ${ref.workspaceId}::uuid AND run_id = ${ref.runId}::uuid AND node_id = ${ref.nodeId}
    ), try AS (
      UPDATE attempts SET input_tokens = input_tokens + ${inputTokens}, output_tokens = output_tokens + ${outputTokens},
             cost_micros = cost_micros + ${costMicros}, usage_estimated = ${isEstimated}
       WHERE workspace_id = ${ref.workspaceId}::uuid AND run_id = ${ref.runId}::uuid AND node_id = ${ref.nodeId}
         AND number = ${attempt}
    )
    UPDATE runs SET input_tokens = input_tokens + ${inputTokens}, output_tokens = output_tokens + ${outputTokens},
           cost_micros = cost_micros + ${costMicros}, cost_unknown = cost_unknown OR ${isUnknown}
     WHERE workspace_id = ${ref.workspaceId}::uuid AND id = ${ref.runId}::uuid`;
}
