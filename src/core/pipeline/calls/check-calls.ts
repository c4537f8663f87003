import type { Problem } from "#core/errors.ts";
import { callOf } from "#core/nodes/type-of.ts";
import type { NodeDefinition, PipelineDefinition } from "../definition.ts";
import { fault, warning } from "../problem.ts";

/** Settings that have no effect on a node that runs something inside itself. */
export function checkCallLimits({ nodes }: PipelineDefinition): readonly Problem[] {
  return nodes.flatMap((node) => {
    if (callOf(node) === null || node.limits?.costMicros === undefined) return [];
    const message = `Node "${node.id}": limits.costMicros does not bind what runs inside of a node. Give its run a budget (budgetMicros), or its agents limits of their own.`;
    return [fault("CALL_LIMIT", message, { nodeId: node.id, path: ["limits", "costMicros"] })];
  });
}

/** A pipeline that takes back what it did cannot take back what the pipelines it called have done. */
export function checkCallUndo({ nodes, settings }: PipelineDefinition): readonly Problem[] {
  if (settings.onFailure === "keep") return [];
  return nodes.flatMap((node) => {
    const call = callOf(node);
    if (call === null) return actingTools(node);
    const [what, path] = call.kind === "pipeline" ? ["a called pipeline", "pipeline"] : ["its body", "body"];
    return [kept(node, what, ["config", path])];
  });
}

/** Tools that only read do nothing that would have to be undone. */
function actingTools(node: NodeDefinition): readonly Problem[] {
  if (node.type !== "agent") return [];
  return (node.config.tools ?? []).flatMap(({ kind, effect, name }, index) =>
    kind !== "pipeline" || effect === "read"
      ? []
      : [kept(node, `the pipeline of its tool "${name}"`, ["config", "tools", index, "pipeline"])],
  );
}

function kept({ id }: NodeDefinition, what: string, path: readonly (string | number)[]): Problem {
  const message = `Node "${id}": what ${what} has done is kept when this pipeline is undone, once its run has completed.`;
  return warning("CALL_KEPT", message, { nodeId: id, path });
}
