import type { PlanNode } from "#core/pipeline/plan/plan.ts";

/** Whether a node does something outside of its run that cannot be done twice without anybody noticing. */
export function actsOutside({ definition }: PlanNode): boolean {
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
