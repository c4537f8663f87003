/**
 * Rings when a run's log has grown. It carries no content and may miss: whoever hears it reads the log, and whoever does not
 * reads it a little later.
 */
export interface RunBell {
  /** Calls `ring` at each sign of this run until the returned function is called. */
  subscribe(runId: string, ring: () => void): () => void;
}

/** One reader's ear: remembers a ring that came between two waits. */
export interface BellEar {
  /** Resolves at the next ring (or one that already came), after `timeoutMs`, or when the signal aborts. */
  wait(timeoutMs: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Starts listening before the first read, so that nothing falls between reading and waiting. */
export function listenTo(bell: RunBell, runId: string): BellEar {
  let hasRung = false;
  let wake: (() => void) | null = null;
  const close = bell.subscribe(runId, () => {
    hasRung = true;
    wake?.();
  });
  return {
    close,
    async wait(timeoutMs, signal) {
      if (!hasRung && !signal.aborted) await pause(timeoutMs, signal, (resolve) => (wake = resolve));
      hasRung = false;
      wake = null;
    },
  };
}

function pause(timeoutMs: number, signal: AbortSignal, onWake: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, timeoutMs);
    signal.addEventListener("abort", finish, { once: true });
    onWake(finish);
  });
}
