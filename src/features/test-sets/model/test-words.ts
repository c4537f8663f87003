import type { AssertionKind } from "#core/run/test-set/assertion.ts";
import { type CaseOutcome, caseOutcomes, type TestGate } from "#core/run/test-set/test-case.ts";
import type { PlayedCase, PlayedVerdict } from "./test-outputs.ts";

export const outcomeWords: Record<
  CaseOutcome,
  { readonly word: string; readonly tone: "completed" | "failed" | "waiting" }
> = {
  passed: { word: "passed", tone: "completed" },
  failed: { word: "failed", tone: "failed" },
  stale: { word: "out of date", tone: "waiting" },
  unjudged: { word: "not judged", tone: "waiting" },
};

export const gateWords: Record<TestGate, string> = {
  off: "Never blocks publishing",
  failed: "No publishing while a case fails",
  strict: "No publishing unless every case passes",
};

export const assertionWords: Record<AssertionKind, string> = {
  status: "The run ends",
  equals: "A value equals",
  contains: "A value contains",
  matches: "A value matches a JSON Schema",
  holds: "An expression is true",
  "cost-below": "The recorded run cost less than",
  "time-below": "The recorded run took less than",
  judge: "A judge says yes",
};

/** How a case changed from the compared version; null if its result is the same, or there is none to compare. */
export function changeSince({ outcome, baseline }: PlayedCase): string | null {
  if (baseline === null || baseline.outcome === outcome) return null;
  if (outcome === "passed") return "fixed";
  return baseline.outcome === "passed" ? "was passed" : `was ${outcomeWords[baseline.outcome].word}`;
}

/** A judge's verdict in a word. */
export function verdictWords(verdict: PlayedVerdict): {
  readonly word: string;
  readonly tone: "completed" | "failed" | "waiting" | "accent";
} {
  switch (verdict.state) {
    case "wanted":
      return { word: "not asked yet", tone: "waiting" };
    case "asked":
      return { word: "judging", tone: "accent" };
    case "unanswered":
      return { word: "no verdict", tone: "waiting" };
    case "given":
      return verdict.passed ? { word: "yes", tone: "completed" } : { word: "no", tone: "failed" };
  }
}

/** The same judge's verdict on the compared version, if it differs; else null. */
export function verdictBefore({ assertion, passed, score }: PlayedVerdict, baseline: PlayedCase["baseline"]) {
  const before = baseline?.verdicts.find((one) => one.assertion === assertion);
  if (before === undefined || before.passed === null || passed === null) return null;
  if (before.passed === passed && before.score === score) return null;
  return before.score === null ? `was ${before.passed ? "yes" : "no"}` : `was ${before.score}`;
}

/** Whether a verdict has been requested and has not arrived, for this or the compared version. */
export function isBeingJudged(cases: readonly PlayedCase[]): boolean {
  return cases.some(({ verdicts, baseline }) =>
    [...verdicts, ...(baseline?.verdicts ?? [])].some(({ state }) => state === "asked"),
  );
}

/** Whether the case has, or had, an assertion for a judge. */
export function haveJudges(cases: readonly PlayedCase[]): boolean {
  return cases.some(({ verdicts, baseline }) => verdicts.length + (baseline?.verdicts.length ?? 0) > 0);
}

/** `3 passed · 1 failed`, leaving out zeros. */
export function countOutcomes(cases: readonly PlayedCase[]): string {
  return caseOutcomes
    .map((outcome) => ({ outcome, count: cases.filter((one) => one.outcome === outcome).length }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => `${count} ${outcomeWords[outcome].word}`)
    .join(" · ");
}
