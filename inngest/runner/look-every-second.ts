import type { EngineContext } from "#server/services/progress/engine-context.ts";

/** Ends the looking. Resolves when a look that is under way has ended. */
export type StopLooking = () => Promise<void>;

/**
 * Looks once a second, and never twice at the same time: a look that takes longer replaces the next one. One that fails
 * is reported as `failure`, and the next one is a second later.
 */
export function lookEverySecond(
  log: EngineContext["log"],
  failure: string,
  look: () => Promise<unknown>,
): StopLooking {
  let looking: Promise<void> | null = null;
  const lookOnce = async () => {
    try {
      await look();
    } catch (error) {
      log.warn({ err: error }, failure);
    } finally {
      looking = null;
    }
  };
  const timer = setInterval(() => {
    looking ??= lookOnce();
  }, 1_000);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
