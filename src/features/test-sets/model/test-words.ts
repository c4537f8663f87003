import type { AssertionKind } from "#core/run/test-set/assertion.ts";
import type { CaseOutcome, TestGate } from "#core/run/test-set/test-case.ts";
import type { PlayedCase } from "./test-outputs.ts";

export const outcomeWords: Record<
  CaseOutcome,
  { readonly word: string; readonly tone: "completed" | "failed" | "waiting" }
> = {
  passed: { word: "passed", tone: "completed" },
  failed: { word: "failed", tone: "failed" },
  stale: { word: "out of date", tone: "waiting" },
};

export const gateWords: Record<TestGate, string> = {
  off: "Never keeps from publishing",
  failed: "No publishing while a case fails",
  strict: "No publishing while a case fails or is out of date",
};

export const assertionWords: Record<AssertionKind, string> = {
  status: "The run ends",
  equals: "A value equals",
  contains: "A value contains",
  matches: "A value matches a JSON Schema",
  holds: "An expression is true",
  "cost-below": "The recorded run cost less than",
  "time-below": "The recorded run took less than",
};

/** What became of a case since the version that it is compared with; null: it ends as it did there, or with nothing. */
export function changeSince({ outcome, baseline }: PlayedCase): string | null {
  if (baseline === null || baseline.outcome === outcome) return null;
  if (outcome === "passed") return "fixed";
  return baseline.outcome === "passed" ? "was passed" : `was ${outcomeWords[baseline.outcome].word}`;
}

/** `3 passed · 1 failed`, without what there is none of. */
export function countOutcomes(cases: readonly PlayedCase[]): string {
  const outcomes = ["passed", "failed", "stale"] as const;
  return outcomes
    .map((outcome) => ({ outcome, count: cases.filter((one) => one.outcome === outcome).length }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => `${count} ${outcomeWords[outcome].word}`)
    .join(" · ");
}
