import { z } from "zod";
import type { Json } from "#core/json/json.ts";
import type { JudgeAssertion } from "../assertion.ts";

/** A judge's answer: a verdict, or a score from 0 to 100, and why. */
export const judgeAnswerSchema = z.union([
  z.strictObject({ reason: z.string(), verdict: z.enum(["pass", "fail"]) }),
  z.strictObject({ reason: z.string(), score: z.number().int().min(0).max(100) }),
]);
export type JudgeAnswer = z.output<typeof judgeAnswerSchema>;

/** What is known of a question to a judge. */
export type KeptVerdict =
  /** The judge has not answered yet. */
  | { readonly state: "asked" }
  | { readonly state: "given"; readonly answer: JudgeAnswer }
  /** It was asked and gave no usable answer; `message` says why. */
  | { readonly state: "unanswered"; readonly message: string };

/** What is known, by the marks of questions. */
export type KeptVerdicts = ReadonlyMap<string, KeptVerdict>;

/** How far a judge has got with a case. */
export type VerdictState =
  /** The judge has not been asked this yet, or has not answered yet. */
  | { readonly state: "wanted" | "asked"; readonly passed: null; readonly score: null; readonly reason: null }
  /** It was asked and gave no usable answer; `reason` says why. */
  | { readonly state: "unanswered"; readonly passed: null; readonly score: null; readonly reason: string }
  /** The score is from 0 to 100; null for a judge that says pass or fail. */
  | {
      readonly state: "given";
      readonly passed: boolean;
      readonly score: number | null;
      readonly reason: string;
    };

/** The outcome of one judge of a case. */
export type CaseVerdict = VerdictState & {
  /** The index of the assertion in its case, from 0. */
  readonly assertion: number;
  /** The question's mark; see `markOf`. */
  readonly mark: string;
};

/** Parses the output of a judge's run; null: it is not an answer. */
export function readJudgeAnswer(output: Json): JudgeAnswer | null {
  const read = judgeAnswerSchema.safeParse(output);
  return read.success ? read.data : null;
}

/** What an answer means for an assertion. */
export function judgeVerdictOf(
  { threshold }: Pick<JudgeAssertion, "threshold">,
  kept: KeptVerdict | undefined,
): VerdictState {
  if (kept === undefined) return { state: "wanted", passed: null, score: null, reason: null };
  switch (kept.state) {
    case "asked":
      return { state: "asked", passed: null, score: null, reason: null };
    case "unanswered":
      return { state: "unanswered", passed: null, score: null, reason: kept.message };
    case "given": {
      const { answer } = kept;
      const { reason } = answer;
      if ("verdict" in answer) {
        return { state: "given", passed: answer.verdict === "pass", score: null, reason };
      }
      return { state: "given", passed: answer.score >= (threshold ?? 0), score: answer.score, reason };
    }
  }
}

/** Why a verdict keeps its case from passing, in a sentence; null: it does not. */
export function reasonOf(
  verdict: VerdictState,
  { threshold }: Pick<JudgeAssertion, "threshold">,
): string | null {
  switch (verdict.state) {
    case "wanted":
      return "A judge has not been asked yet.";
    case "asked":
      return "A judge has been asked and has not answered yet.";
    case "unanswered":
      return `The judge gave no verdict: ${verdict.reason}`;
    case "given": {
      const { passed, score, reason } = verdict;
      if (passed) return null;
      return score === null
        ? `The judge says no: ${reason}`
        : `The judge gives ${score} of 100, and at least ${threshold} is asked for: ${reason}`;
    }
  }
}
