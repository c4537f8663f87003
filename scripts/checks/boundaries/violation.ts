/** A violation of a rule, and its place. */
export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}
