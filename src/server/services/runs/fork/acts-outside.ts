import type { PlanNode } from "#core/pipeline/plan/plan.ts";

/** Whether a node does something in the outside world that cannot be done twice without anybody noticing. */
export function actsOutside({ definition }: PlanNode): boolean {
  return definition.type === "action" && definition.config.action === "http.request";
}
