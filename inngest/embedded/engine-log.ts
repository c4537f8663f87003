import { Logger as QueueLogger } from "graphile-worker";
import type { Logger as SdkLogger } from "inngest";

/** What the engine tells of itself. Messages are constant; what varies stands in the fields. */
export interface EngineLog {
  debug(message: string, fields?: { readonly [key: string]: unknown }): void;
  info(message: string, fields?: { readonly [key: string]: unknown }): void;
  warn(message: string, fields?: { readonly [key: string]: unknown }): void;
  error(message: string, fields?: { readonly [key: string]: unknown }): void;
}

/**
 * The queue library says of each job that it was completed, of each lost connection that it will try again, and hands whole jobs
 * along. The engine reports failed jobs and lost connections itself, so here everything is for debugging.
 */
export function queueLogger(log: EngineLog): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    if (level === "warning" || level === "error") log.debug("queue", { level, message });
  });
}

/** The SDK reports each failed try of a step as an error; the book has it, and the engine tells of runs that end so. */
export function sdkLogger(log: EngineLog): SdkLogger {
  const say =
    (write: EngineLog["debug"]) =>
    (...parts: unknown[]): void => {
      const message = parts.find((part) => typeof part === "string");
      const fields = parts.find((part) => typeof part === "object" && part !== null);
      write(message ?? "sdk", { ...fields });
    };
  return {
    debug: say((message, fields) => log.debug(message, fields)),
    info: say((message, fields) => log.info(message, fields)),
    warn: say((message, fields) => log.warn(message, fields)),
    error: say((message, fields) => log.warn(message, fields)),
  };
}
