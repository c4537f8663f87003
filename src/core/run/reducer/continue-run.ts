import { verdictFor } from "../edge-state.ts";
import type { Ignored, Scratch } from "./scratch.ts";

/**
 * Continues a step that was cut short: processes the nodes that have not begun and no longer wait for any other. They
 * are found from the state alone, so nothing has to be stored. The first of them is decided whatever it costs.
 */
export function continueNodes(scratch: Scratch): Ignored {
  if (scratch.closing !== null) return `the run is being ended as ${scratch.closing.as}`;
  for (const node of scratch.plan.nodes) {
    if (scratch.phases[node.id] === "idle" && verdictFor(node, scratch) !== "wait") scratch.queue.push(node);
  }
  scratch.work.isSure = true;
  return scratch.queue.length === 0 ? "nothing was left to another step" : null;
}
