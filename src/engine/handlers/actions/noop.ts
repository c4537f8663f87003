import type { NodeResult, NodeWork } from "#engine/node-handler.ts";

/** Passes its input on. */
export function doNothing({ task }: NodeWork): NodeResult {
  return { output: task.scope.input, artifacts: [] };
}
