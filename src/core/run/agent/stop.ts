import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { RunState } from "../state.ts";

/** The reason of a model that had finished. It is not kept for each node. */
export const usualStop = "end_turn";

/**
 * Whether an answer that stopped so may be less than it looks: cut, or ended for a reason that this version does not
 * know.
 */
export function isOddStop(stop: string): boolean {
  return stop !== usualStop && stop !== "stop_sequence";
}

/**
 * What expressions see as `nodes.<id>.stop`: why the model of an agent stopped. Where the node failed and the run went
 * on, it says so only of an answer that ended in an unusual way (`max_tokens`, `refusal`), and is null otherwise.
 */
export function seenStop(
  { phases, stops }: Pick<RunState, "phases" | "stops">,
  node: PlanNode | undefined,
): { readonly stop?: string | null } {
  if (node === undefined || node.agent === null) return {};
  const usual = phases[node.id] === "completed" ? usualStop : null;
  return { stop: Object.hasOwn(stops, node.id) ? (stops[node.id] ?? usual) : usual };
}
