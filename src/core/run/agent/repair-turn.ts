import type { JsonObject } from "#core/json/json.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";

/** An answer that did not match its schema, for the turn in which its model corrects it. */
export interface RepairTurn {
  /** What the model had said. */
  readonly answer: string;
  /** What is wrong with it, in the words of the attempt's error. */
  readonly fault: string;
}

/**
 * The schema that the model's own answer must match. If an output mapping transforms the answer, the node's schema
 * applies to the result instead, and the answer is plain text.
 */
export function answerSchemaOf({ definition, outputSchema }: PlanNode): JsonObject | null {
  return definition.output === undefined ? outputSchema : null;
}

/** What the model is asked in that turn, after its own answer. */
export function repairWords({ fault }: RepairTurn): string {
  return `Your answer cannot be used. ${fault}\n\nAnswer again with the whole JSON, put right, and with nothing else.`;
}
