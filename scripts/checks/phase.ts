import type { RunningTests } from "./running-tests.ts";

/** One test and how long it took. */
export interface TimedTest {
  readonly name: string;
  readonly seconds: number;
}

/** What came of one phase of `npm test`. */
export interface PhaseResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What a person needs to see of the failures; empty when there are none. */
  readonly report: string;
  /** All tests with their times, in no order; nothing where the phase is not a list of tests. */
  readonly timed?: readonly TimedTest[];
}

/** What a phase is given: how it hears that it must end, and to whom it reports what is running. */
export interface PhaseContext {
  readonly signal: AbortSignal;
  readonly running: RunningTests;
}

/** One part of `npm test`, chosen by its name: `npm test -- unit db`. */
export interface Phase {
  readonly name: string;
  readonly title: string;
  /** The phase of its stage that it needs something of: it begins when that one has ended, however. */
  readonly after?: string;
  run(context: PhaseContext): Promise<PhaseResult>;
}

/** Phases that are run side by side, as far as none needs another; at least one. */
export type Stage = readonly Phase[];

/** A check that says only yes or no counts as one test. */
export function checkResult(isGood: boolean, report: string): PhaseResult {
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, report: isGood ? "" : report };
}
