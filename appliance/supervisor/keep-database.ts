import { setTimeout as sleep } from "node:timers/promises";
import type { RunningDatabase } from "./database.ts";
import { isWorthTelling, restartDelayMs, wellAfterMs } from "./processes/restart-policy.ts";

export interface KeptDatabase {
  /** The one that runs now. */
  current(): RunningDatabase;
  stop(): Promise<void>;
}

interface KeepOptions {
  open(): Promise<RunningDatabase>;
  tell(line: string): void;
  /** The server came back under another address: its port had been taken meanwhile. */
  onMoved(): Promise<void>;
}

/** Starts the database again whenever it ends by itself, on the same port if that is free. */
export function keepDatabase(first: RunningDatabase, options: KeepOptions): KeptDatabase {
  const stopping = new AbortController();
  let current = first;
  let reopening = Promise.resolve();

  const keep = async (): Promise<void> => {
    let endsInARow = 0;
    while (!stopping.signal.aborted) {
      const startedAtMs = Date.now();
      await current.exited;
      if (stopping.signal.aborted) return;
      endsInARow = Date.now() - startedAtMs > wellAfterMs ? 1 : endsInARow + 1;
      if (isWorthTelling(endsInARow)) options.tell("PostgreSQL ended; starting it again.");
      await sleep(restartDelayMs(endsInARow), undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      reopening = reopen(isWorthTelling(endsInARow));
      await reopening;
    }
  };
  const reopen = async (isTold: boolean): Promise<void> => {
    const before = current.appUrl;
    try {
      current = await options.open();
      if (current.appUrl !== before) await options.onMoved();
    } catch (error) {
      // The next round tries again: the database that is gone still counts as ended.
      if (!isTold) return;
      options.tell(
        `PostgreSQL could not be started: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };

  const kept = keep();
  return {
    current: () => current,
    async stop() {
      stopping.abort();
      // A server that is just starting is stopped once it is up.
      await reopening;
      await current.stop();
      // An external server never ends.
      if (current.pid !== null) await kept;
    },
  };
}
