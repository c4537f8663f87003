import type { Problem } from "#core/errors.ts";
import type { PipelineDefinition } from "../definition.ts";
import { fault, warning } from "../problem.ts";
import { calledAt, callsOf } from "./calls.ts";

/** What a node may not say when it calls another pipeline: it would have no effect. */
export function checkCallLimits(definition: PipelineDefinition): readonly Problem[] {
  return callsOf(definition).flatMap(({ nodeId }) => {
    const node = definition.nodes.find(({ id }) => id === nodeId);
    if (node?.limits?.costMicros === undefined) return [];
    const message = `Node "${nodeId}": limits.costMicros does not bind a called pipeline. Give its run a budget (budgetMicros), or its agents limits of their own.`;
    return [fault("CALL_LIMIT", message, { nodeId, path: ["limits", "costMicros"] })];
  });
}

/** A pipeline that takes back what it did cannot take back what those that it called have done. */
export function checkCallUndo(definition: PipelineDefinition): readonly Problem[] {
  if (definition.settings.onFailure === "keep") return [];
  return callsOf(definition).map(({ nodeId }) =>
    warning(
      "CALL_KEPT",
      `Node "${nodeId}": what a called pipeline has done is kept when this one is undone, once its run has completed.`,
      { nodeId, path: calledAt },
    ),
  );
}
