/** What came of one phase of `npm test`. */
export interface PhaseResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What a person needs to see of the failures; empty when there are none. */
  readonly report: string;
}

/** One part of `npm test`, chosen by its name: `npm test -- unit db`. */
export interface Phase {
  readonly name: string;
  readonly title: string;
  run(): Promise<PhaseResult>;
}

/** A check that says only yes or no counts as one test. */
export function checkResult(isGood: boolean, report: string): PhaseResult {
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, report: isGood ? "" : report };
}
