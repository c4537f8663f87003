import type { Plan } from "#core/pipeline/plan/plan.ts";
import { verdictFor } from "./edge-state.ts";
import type { RunState } from "./state.ts";

/**
 * Whether the whole run only waits: nothing is running, handed out, or able to begin. Its clock is then stopped,
 * because a run's time limit is for work and not for waiting, and nobody needs to look after it until something ends a
 * wait.
 */
export function standsStill(plan: Plan, state: RunState): boolean {
  if (state.status !== "waiting") return false;
  return plan.nodes.every((node) => {
    const phase = state.phases[node.id];
    if (phase === "ready") return false;
    // Left by a step that was cut short.
    return phase !== "idle" || verdictFor(node, state) === "wait";
  });
}
