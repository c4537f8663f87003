import { Logger as QueueLogger } from "graphile-worker";

/** The engine's log. Messages are constant; variable parts are in the fields. */
export interface EngineLog {
  debug(message: string, fields?: { readonly [key: string]: unknown }): void;
  info(message: string, fields?: { readonly [key: string]: unknown }): void;
  warn(message: string, fields?: { readonly [key: string]: unknown }): void;
  error(message: string, fields?: { readonly [key: string]: unknown }): void;
}

/**
 * The queue library logs each job that completed and each lost connection that it will retry, with whole jobs. The
 * engine reports failed jobs and lost connections itself, so here everything is for debugging.
 */
export function queueLogger(log: EngineLog): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    if (level === "warning" || level === "error") log.debug("queue", { level, message });
  });
}
