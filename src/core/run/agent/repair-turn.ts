import type { JsonObject } from "#core/json/json.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";

/** An answer that did not fit its schema, for the turn in which its model puts it right. */
export interface RepairTurn {
  /** What the model had said. */
  readonly answer: string;
  /** What is wrong with it, in the words of the attempt's error. */
  readonly fault: string;
}

/**
 * The schema that the model's own answer must match. Where an output mapping makes something else of the answer, the
 * node's schema is about that, and the answer is plain text.
 */
export function answerSchemaOf({ definition, outputSchema }: PlanNode): JsonObject | null {
  return definition.output === undefined ? outputSchema : null;
}

/** What the model is asked in that turn, after its own answer. */
export function repairWords({ fault }: RepairTurn): string {
  return `Your answer cannot be used. ${fault}\n\nAnswer again with the whole JSON, put right, and with nothing else.`;
}
