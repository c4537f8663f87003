import type { ErrorInfo } from "#core/errors.ts";
import type { JsonObject } from "#core/json/json.ts";
import { failureFieldsOf } from "#core/nodes/type-of.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";

/**
 * What a failed node passes along its error edges: `error.code` and `error.message`, and what its type adds, such as
 * the response of an HTTP request.
 */
export function errorOutput(
  { definition }: PlanNode,
  { code, message }: ErrorInfo,
  answer: JsonObject | undefined,
): JsonObject {
  const fields = failureFieldsOf(definition);
  return { error: { code, message, ...(fields === null ? {} : { ...fields.unanswered, ...answer }) } };
}
