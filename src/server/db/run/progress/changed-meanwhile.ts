/** What `system.require` raises. */
const requirementFailed = "PN001";

/**
 * True when others have written to a run or taken an attempt over since it was last looked at. Every statement of the
 * packet fails with the error of the first that failed, so any of them may be asked.
 */
export function isChangedMeanwhile(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === requirementFailed;
}
