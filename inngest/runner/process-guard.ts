import type { Logger } from "#server/logger.ts";
import { currentAttempt } from "./attempt-scope.ts";

/**
 * What is thrown where it cannot be caught (a stream without a listener, a timer, a promise that nobody awaits) must
 * not end the process with everything in it. If it happened inside an attempt, that attempt fails with it and
 * everything else continues. Otherwise the state of the process is in doubt, and `onStray` decides whether to continue.
 * Returns the function that removes the guard.
 */
export function guardProcess(log: Logger, onStray: (fault: unknown) => void): () => void {
  const onFault = (fault: unknown) => {
    const attempt = currentAttempt();
    if (attempt === null) {
      onStray(fault);
      return;
    }
    log.error({ err: fault, ...attempt.task }, "an attempt failed outside of its own flow");
    attempt.fail(fault);
  };
  process.on("uncaughtException", onFault);
  process.on("unhandledRejection", onFault);
  return () => {
    process.off("uncaughtException", onFault);
    process.off("unhandledRejection", onFault);
  };
}
