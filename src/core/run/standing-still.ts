import type { Plan } from "#core/pipeline/plan/plan.ts";
import { verdictFor } from "./edge-state.ts";
import type { RunState } from "./state.ts";

/**
 * Whether the whole run only waits: nothing is running, handed out, or could begin. Its clock stands still then, since
 * a run's time bounds work and not patience, and nobody needs to look after it before something ends a wait.
 */
export function standsStill(plan: Plan, state: RunState): boolean {
  if (state.status !== "waiting") return false;
  return plan.nodes.every((node) => {
    const phase = state.phases[node.id];
    if (phase === "ready") return false;
    // A step that was cut short has left it.
    return phase !== "idle" || verdictFor(node, state) === "wait";
  });
}
