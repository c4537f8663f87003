/** A rule that does not hold, and where. */
export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}
