import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { RunState } from "../state.ts";

/** The stop reason of a model that had finished. It is not stored for each node. */
export const usualStop = "end_turn";

/** Whether an answer with this stop reason may be incomplete: cut, or ended for a reason unknown to this version. */
export function isOddStop(stop: string): boolean {
  return stop !== usualStop && stop !== "stop_sequence";
}

/**
 * What expressions see as `nodes.<id>.stop`: why the agent's model stopped. If the node failed and the run continued,
 * it is set only if an answer ended in an unusual way (`max_tokens`, `refusal`), and is null otherwise.
 */
export function seenStop(
  { phases, stops }: Pick<RunState, "phases" | "stops">,
  node: PlanNode | undefined,
): { readonly stop?: string | null } {
  if (node === undefined || node.agent === null) return {};
  const usual = phases[node.id] === "completed" ? usualStop : null;
  return { stop: Object.hasOwn(stops, node.id) ? (stops[node.id] ?? usual) : usual };
}
