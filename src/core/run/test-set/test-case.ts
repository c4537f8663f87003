import { z } from "zod";
import type { Json, JsonObject } from "#core/json/json.ts";
import { type RecordedAnswer, recordedAnswerSchema } from "../cassette/cassette.ts";
import type { Assertion } from "./assertion.ts";

/** What the nodes of a case are answered with, by their ids. */
export const caseAnswersSchema = z.record(z.string(), recordedAnswerSchema);
export type CaseAnswers = z.output<typeof caseAnswersSchema>;

/** What a case begins with, what its nodes are answered, and what must hold in the end. */
export interface TestCase {
  readonly input: Json;
  readonly variables: JsonObject;
  /** The run that was recorded, `run.id` of expressions; null: the answers were written by hand. */
  readonly sourceRunId: string | null;
  /** `run.startedAt` of expressions, milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly answers: Readonly<Record<string, RecordedAnswer>>;
  readonly assertions: readonly Assertion[];
  /** What the run that was recorded cost and how long it took; null: the answers were written by hand. */
  readonly costMicros: number | null;
  readonly tookMs: number | null;
}

/**
 * When a set keeps its pipeline from being published: never, for a case that fails, or for one that is out of date or
 * not judged, too.
 */
export const testGates = ["off", "failed", "strict"] as const;
export type TestGate = (typeof testGates)[number];

/**
 * `passed`: all holds. `failed`: something does not. `stale`: a node asks something other than its answer was given to,
 * so that nothing can be said. `unjudged`: all else holds, and a judge has not given its verdict.
 */
export const caseOutcomes = ["passed", "failed", "stale", "unjudged"] as const;
export type CaseOutcome = (typeof caseOutcomes)[number];

/** Whether a case that ended so keeps its pipeline from being published. */
export function isHeldUp(gate: TestGate, outcome: CaseOutcome): boolean {
  switch (gate) {
    case "off":
      return false;
    case "failed":
      return outcome === "failed";
    case "strict":
      return outcome !== "passed";
  }
}
