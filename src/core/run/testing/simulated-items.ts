import type { RunId } from "#core/ids.ts";
import { itemsOf } from "#core/nodes/type-of.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { ChildEnd } from "../happening.ts";
import { type ItemHappening, policyInForce, roomForItems } from "../items.ts";
import type { RunState } from "../state.ts";
import { type AttemptEnding, errorOf } from "./arbitrary-run.ts";

/** How a run that a node has started ends, where its attempt is to end so. */
export const statusOfEnding: Record<AttemptEnding, ChildEnd["status"]> = {
  completed: "completed",
  failed: "failed",
  refused: "failed",
  lost: "timeout",
  stopped: "cancelled",
  shut: "failed",
};

const total = 3;

/** Whether a node works through a list. */
export function hasItems(plan: Plan, nodeId: string): boolean {
  const node = plan.nodeById.get(nodeId);
  return node !== undefined && itemsOf(node.definition) !== null;
}

/**
 * What happens next to such a node, by its state alone: it works through three items, of which all but the last
 * complete; that one ends as the attempt is to. While the run is being ended, what is in flight is stopped.
 */
export function nextOfItems(
  { plan, state }: { readonly plan: Plan; readonly state: RunState },
  nodeId: string,
  attempt: number,
  ending: AttemptEnding,
): ItemHappening {
  const node = plan.nodeById.get(nodeId);
  const policy = node === undefined ? null : policyInForce(node, state);
  const items = state.items[nodeId];
  const ref = { nodeId, attempt };
  const status = statusOfEnding[ending];
  if (policy === null) throw new Error(`${nodeId} works through no items`);
  if (items === undefined) return { kind: "items.opened", ...ref, total };
  if (state.closing === null && roomForItems(items, policy) > 0) {
    return { kind: "item.started", ...ref, index: items.next };
  }
  const [index] = items.running;
  if (index !== undefined) {
    const own = index === total - 1 ? status : "completed";
    return { kind: "item.ended", ...ref, index, status: state.closing === null ? own : "cancelled" };
  }
  const isFailed = items.failed > policy.tolerates(items.total);
  const error = errorOf(ending, nodeId);
  const runId = `${nodeId}-${attempt}` as RunId;
  const firstFailed = isFailed ? { index: total - 1, runId, status, error } : null;
  return { kind: "items.ended", ...ref, outcome: { ok: true, output: [nodeId], firstFailed }, jitter: 0 };
}
