import { noTotals } from "#core/model/usage.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { EngineContext } from "../engine-context.ts";
import type { ProgressDraft } from "../step/progress-draft.ts";
import { openAttempt } from "./open-attempt.ts";

/** Whether the caller can carry on with the next node itself, as a further step of the same function run. */
export type Follow = "may-follow" | "must-dispatch";

/**
 * Claims the one node that became ready, when there is exactly one and nothing throttles it: a chain then costs one
 * commit per node and no hop through the queue. Null when there is none; what remains is dispatched. Effects before the
 * number `from` belong to other steps of the same draft.
 */
export async function followSuccessor(
  tx: TenantSql,
  context: EngineContext,
  draft: ProgressDraft,
  follow: Follow,
  from: number,
): Promise<NodeTask | null> {
  const [only, ...others] = draft.effects.slice(from);
  if (follow === "must-dispatch" || only?.kind !== "node.ready" || others.length > 0) return null;
  const node = draft.plan.nodeById.get(only.nodeId);
  if (node === undefined || node.lane !== "node" || only.notBeforeMs !== null) return null;
  draft.effects.length = from;
  return openAttempt(tx, context, draft, node, 1, context.newToken(), noTotals);
}
