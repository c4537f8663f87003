import { Logger as QueueLogger } from "graphile-worker";

/** What the engine says of itself. Messages are constant; what varies stands in the fields. */
export interface EngineLog {
  debug(message: string, fields?: { readonly [key: string]: unknown }): void;
  info(message: string, fields?: { readonly [key: string]: unknown }): void;
  warn(message: string, fields?: { readonly [key: string]: unknown }): void;
  error(message: string, fields?: { readonly [key: string]: unknown }): void;
}

/**
 * The queue library says of each job that it was completed, of each lost connection that it will try again, and hands
 * whole jobs along. The engine reports failed jobs and lost connections itself, so here everything is for debugging.
 */
export function queueLogger(log: EngineLog): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    if (level === "warning" || level === "error") log.debug("queue", { level, message });
  });
}
