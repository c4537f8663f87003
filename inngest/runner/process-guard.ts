import type { Logger } from "#server/logger.ts";
import { currentAttempt } from "./attempt-scope.ts";

/**
 * What is thrown where nobody can catch it (a stream without a listener, a timer, a promise that nobody waits for) must
 * not end the process with all that it carries. Where it happened inside an attempt, that attempt fails with it and
 * everything else goes on. Otherwise nobody knows what is still right, and `onStray` decides whether to go on. Returns
 * the function that takes the guard away.
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
