import type { RunningTests } from "./running-tests.ts";

/** One test and its duration. */
export interface TimedTest {
  readonly name: string;
  readonly seconds: number;
}

/** The result of one phase of `npm test`. */
export interface PhaseResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The failures, for people; empty if there are none. */
  readonly report: string;
  /** All tests with their durations, unordered; empty if the phase is not a list of tests. */
  readonly timed?: readonly TimedTest[];
}

/** A phase's context: the signal to stop, and whom to tell what is running. */
export interface PhaseContext {
  readonly signal: AbortSignal;
  readonly running: RunningTests;
}

/** One part of `npm test`, selected by name: `npm test -- unit db`. */
export interface Phase {
  readonly name: string;
  readonly title: string;
  /** The phase of the same stage that must end first, whether it succeeds or not. */
  readonly after?: string;
  run(context: PhaseContext): Promise<PhaseResult>;
}

/** Phases that run in parallel, except where one needs another; at least one. */
export type Stage = readonly Phase[];

/** A check without individual results counts as one test. */
export function checkResult(isGood: boolean, report: string): PhaseResult {
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, report: isGood ? "" : report };
}
