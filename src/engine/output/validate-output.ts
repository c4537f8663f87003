import { AppError } from "#core/errors.ts";
import type { Json } from "#core/json/json.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { matchOutput } from "./match-output.ts";

/** Throws OUTPUT_INVALID, naming the place, if an output does not match its node's schema. */
export function validateOutput(node: PlanNode, output: Json): void {
  if (node.outputSchema === null) return;
  const fault = matchOutput(node.outputSchema, output);
  if (fault === null) return;
  throw new AppError(
    "OUTPUT_INVALID",
    `The output of node "${node.id}" does not match its outputSchema: ${fault}.`,
  );
}
