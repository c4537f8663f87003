import type { PlanNode } from "#core/pipeline/plan/plan.ts";

/** Whether a node does something outside of its run that cannot be done twice without anybody noticing. */
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

/** Whether a node that runs again may do a second time what it did outside: its own, or what its agent's tools do. */
export function mayActAgain(node: Pick<PlanNode, "definition">): boolean {
  const { definition } = node;
  if (definition.type === "agent")
    return definition.config.tools?.some(({ effect }) => effect === "write") === true;
  return actsOutside(node);
}
