import type { Listener } from "#server/db/listen.ts";
import type { RunBell } from "./run-bell.ts";

/** The bell of one process: one listening connection for all who watch. */
export function createRunBell(listener: Pick<Listener, "subscribe">): RunBell {
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
