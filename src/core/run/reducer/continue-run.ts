import { verdictFor } from "../edge-state.ts";
import type { Ignored } from "./attempt-happenings.ts";
import type { Draft } from "./draft.ts";

/**
 * Takes up what a step that was cut short has left: the nodes that nobody has begun and that no longer wait for any other. They are found by
 * the state alone, so nothing has to be remembered. The first of them is decided whatever it takes.
 */
export function continueRun(draft: Draft): Ignored {
  if (draft.closing !== null) return `the run is being ended as ${draft.closing.as}`;
  for (const node of draft.plan.nodes) {
    if (draft.phases[node.id] === "idle" && verdictFor(node, draft) !== "wait") draft.queue.push(node);
  }
  draft.work.isSure = true;
  return draft.queue.length === 0 ? "nothing was left to another step" : null;
}
