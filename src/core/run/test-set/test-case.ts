import { z } from "zod";
import type { Json, JsonObject } from "#core/json/json.ts";
import { type RecordedAnswer, recordedAnswerSchema } from "../cassette/cassette.ts";
import type { Assertion } from "./assertion.ts";

/** The answers for the nodes of a case, by id. */
export const caseAnswersSchema = z.record(z.string(), recordedAnswerSchema);
export type CaseAnswers = z.output<typeof caseAnswersSchema>;

/** A case's input, the answers for its nodes, and what must hold in the end. */
export interface TestCase {
  readonly input: Json;
  readonly variables: JsonObject;
  /** The recorded run, `run.id` in expressions; null: the answers were written by hand. */
  readonly sourceRunId: string | null;
  /** `run.startedAt` in expressions, milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly answers: Readonly<Record<string, RecordedAnswer>>;
  readonly assertions: readonly Assertion[];
  /** The cost and duration of the recorded run; null: the answers were written by hand. */
  readonly costMicros: number | null;
  readonly tookMs: number | null;
}

/**
 * When a set prevents its pipeline from being published: never, if a case fails, or also if one is stale or unjudged.
 */
export const testGates = ["off", "failed", "strict"] as const;
export type TestGate = (typeof testGates)[number];

/**
 * `passed`: everything holds. `failed`: something does not. `stale`: a node asks something other than what its answer
 * was given to, so nothing can be said. `unjudged`: everything else holds, and a judge has not given its verdict.
 */
export const caseOutcomes = ["passed", "failed", "stale", "unjudged"] as const;
export type CaseOutcome = (typeof caseOutcomes)[number];

/** Whether a case with this outcome prevents its pipeline from being published. */
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
