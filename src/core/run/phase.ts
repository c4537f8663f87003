import type { NodePhase } from "./state.ts";

const open: ReadonlySet<NodePhase> = new Set(["idle", "ready", "running", "retrying", "waiting"]);

/** True while something may still happen to the node; nothing leaves the other phases. */
export function isOpenPhase(phase: NodePhase): boolean {
  return open.has(phase);
}

/** True when the node ended in a way that the run goes on from, with an output. */
export function hasOutput(phase: NodePhase): boolean {
  return phase === "completed" || phase === "handled";
}
