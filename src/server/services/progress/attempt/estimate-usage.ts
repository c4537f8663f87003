import type { ModelUsage } from "#core/model/usage.ts";
import { likelyInputTokens, likelyTokens } from "#core/run/agent/bound-call.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { readReservation } from "#server/db/run/progress/read-reservation.ts";

/**
 * The usage booked for a call whose usage was not reported: the reserved input, and the text that had arrived; never
 * more than was reserved.
 */
export async function estimateUsage(
  tx: TenantSql,
  ref: NodeRunRef,
  attempt: number,
  text: string,
  step = 0,
): Promise<ModelUsage> {
  const reserved = await readReservation(tx, ref, attempt, step);
  return {
    inputTokens: likelyInputTokens(reserved?.inputTokens ?? 0),
    outputTokens: Math.min(likelyTokens(text.length), reserved?.outputTokens ?? 0),
    cacheWriteTokens: 0,
    cacheReadTokens: 0,
    estimated: true,
    raw: null,
  };
}

/** The usage of a call that was never made, or that its vendor refused. */
export const noUsage: Omit<ModelUsage, "raw"> = {
  inputTokens: 0,
  outputTokens: 0,
  cacheWriteTokens: 0,
  cacheReadTokens: 0,
  estimated: false,
};
