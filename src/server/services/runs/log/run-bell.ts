import type { Listener } from "#server/db/listen.ts";

/**
 * Rings when a run's log has grown. It carries no content and may be missed: a listener reads the log, and one that
 * missed it reads the log a little later.
 */
export interface RunBell {
  /** Calls `ring` at each ring of this run until the returned function is called. */
  subscribe(runId: string, ring: () => void): () => void;
}

type Listening = Pick<Listener, "subscribe">;

/** The bell of one process: one listening connection for all who watch. */
export function createRunBell(listener: Listening): RunBell {
  const ears = new Map<string, Set<() => void>>();
  listener.subscribe("run_events", (runId) => {
    for (const ring of ears.get(runId) ?? []) ring();
  });
  return {
    subscribe(runId, ring) {
      const set = ears.get(runId) ?? new Set();
      ears.set(runId, set.add(ring));
      return () => {
        set.delete(ring);
        if (set.size === 0) ears.delete(runId);
      };
    },
  };
}

/**
 * A bell that opens its connection when somebody first listens. Listeners from before it was open are rung once when it
 * is: what happened meanwhile is in the log. If it cannot be opened, readers fall back to polling, and the next one
 * tries again.
 */
export function createLazyRunBell(open: () => Promise<Listening>, onError: (error: Error) => void): RunBell {
  let opening: Promise<RunBell> | null = null;
  return {
    subscribe(runId, ring) {
      let isOver = false;
      let end = () => {};
      opening ??= open().then(createRunBell);
      opening.then(
        (bell) => {
          if (isOver) return;
          end = bell.subscribe(runId, ring);
          ring();
        },
        (error: unknown) => {
          opening = null;
          onError(error instanceof Error ? error : new Error(String(error)));
        },
      );
      return () => {
        isOver = true;
        end();
      };
    },
  };
}

/** One reader's ear: remembers a ring that came between two waits. */
export interface BellEar {
  /** Resolves at the next ring (or one that already came), after `timeoutMs`, or when the signal aborts. */
  wait(timeoutMs: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Starts listening before the first read, so that nothing is lost between reading and waiting. */
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
