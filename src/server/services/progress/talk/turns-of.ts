import { isTalking } from "#core/run/agent/agent-steps.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { type AttemptTurns, readAttemptTurns } from "#server/db/run/progress/agent-steps/read-steps.ts";
import type { Changeset } from "../step/changeset.ts";

/** The turns of an attempt. Null where its node makes a single call and has none. */
export async function turnsOf(
  tx: TenantSql,
  { plan }: Changeset,
  ref: NodeRunRef,
  attempt: number,
): Promise<AttemptTurns | null> {
  const node = plan.nodeById.get(ref.nodeId);
  return node !== undefined && isTalking(node) ? readAttemptTurns(tx, ref, attempt) : null;
}
