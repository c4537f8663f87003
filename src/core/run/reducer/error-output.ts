import type { ErrorInfo } from "#core/errors.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";

/** The fields of an HTTP node's error where nobody answered, so that what reads them finds them whatever happened. */
const unanswered: JsonObject = { status: 0, headers: {}, body: null, bodyCut: false };

/**
 * What a node that failed hands on along its error edges: `error.code` and `error.message`, and of an HTTP request also the `status`
 * (0 when nobody answered), the `headers` and the `body` of the answer; `bodyCut` says that it is not all of it.
 */
export function errorOutput(
  { definition }: PlanNode,
  { code, message }: ErrorInfo,
  answer: JsonObject | undefined,
): JsonObject {
  const isHttp = definition.type === "action" && definition.config.action === "http.request";
  return { error: { code, message, ...(isHttp ? { ...unanswered, ...answer } : {}) } };
}
