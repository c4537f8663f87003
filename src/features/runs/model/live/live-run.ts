import type { RunEvent } from "#core/events/run-event.ts";
import { emptyRunView, foldRunEvents, type RunView } from "#core/run/view/fold.ts";

/** Every log line except text pieces, which are already in the view. */
export type LogLine = Exclude<RunEvent, { readonly type: "node.delta" }>;

/** A watched run: the view that a page shows, changed at most once per frame. */
export interface LiveRun {
  readonly view: () => RunView;
  /** Whether the view comes from the log, and no longer from the snapshot. */
  readonly hasCaughtUp: () => boolean;
  readonly lines: () => readonly LogLine[];
  readonly take: (event: RunEvent) => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly close: () => void;
}

/** Schedules a callback for the next good moment to render; returns its cancel function. */
export type Schedule = (callback: () => void) => () => void;

/**
 * Folds a run's log, from its first line, into views. Lines that arrive between two frames are folded together, so
 * thousands of them cause one render. Until the log has caught up with the snapshot, the snapshot is shown, since it is
 * ahead.
 */
export function createLiveRun(snapshot: RunView, schedule: Schedule): LiveRun {
  const listeners = new Set<() => void>();
  let folded = emptyRunView([...snapshot.nodes.keys()]);
  let lines: readonly LogLine[] = [];
  let waiting: RunEvent[] = [];
  let unschedule: (() => void) | null = null;

  const hasCaughtUp = () => folded.cursor >= snapshot.cursor;
  const flush = () => {
    unschedule = null;
    const events = waiting;
    waiting = [];
    const fresh = events.filter(
      (event): event is LogLine => event.type !== "node.delta" && event.seq > folded.cursor,
    );
    folded = foldRunEvents(folded, events);
    if (fresh.length > 0) lines = [...lines, ...fresh];
    for (const listener of listeners) listener();
  };

  return {
    view: () => (hasCaughtUp() ? folded : snapshot),
    hasCaughtUp,
    lines: () => lines,
    take: (event) => {
      waiting.push(event);
      unschedule ??= schedule(flush);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      unschedule?.();
      unschedule = null;
    },
  };
}
