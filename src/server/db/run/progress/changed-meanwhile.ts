/** The SQLSTATE that `system.require` raises. */
const requirementFailed = "PN001";

/**
 * True when somebody else has written to a run or taken over an attempt since it was last read. Every statement of the
 * packet fails with the error of the first one that failed, so any of them may be checked.
 */
export function isChangedMeanwhile(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === requirementFailed;
}
