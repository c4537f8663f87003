import { StartError } from "./start-error.ts";

/**
 * These errors are described for people, down to the migration or the address they are about; a stack would only hide
 * that.
 */
export function asStartError(cause: unknown): StartError {
  return cause instanceof StartError ? cause : new StartError(describe(cause), { cause });
}

/** A refused connection is several errors in one, without a message of its own. */
function describe(fault: unknown): string {
  if (fault instanceof AggregateError && fault.message === "") return fault.errors.map(describe).join("; ");
  return fault instanceof Error ? fault.message : String(fault);
}
