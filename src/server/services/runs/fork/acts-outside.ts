import type { PlanNode } from "#core/pipeline/plan/plan.ts";

/** Whether a node has side effects outside of its run that would be noticed if they happened twice. */
export function actsOutside({ definition }: Pick<PlanNode, "definition">): boolean {
  if (definition.type !== "action") return false;
  switch (definition.config.action) {
    case "http.request":
    case "event.send":
      return true;
    case "artifact.save":
    case "log":
    case "noop":
      return false;
  }
}

/** Whether a node that runs again may repeat side effects, its own or those of its agent's tools. */
export function mayActAgain(node: Pick<PlanNode, "definition">): boolean {
  const { definition } = node;
  if (definition.type === "agent")
    return definition.config.tools?.some(({ effect }) => effect === "write") === true;
  return actsOutside(node);
}
