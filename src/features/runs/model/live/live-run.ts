import type { RunEvent } from "#core/events/run-event.ts";
import { emptyRunView, foldRunEvents, type RunView } from "#core/run/view/fold.ts";

/** Every line of a log but the pieces of text: those are in the view already. */
export type LogLine = Exclude<RunEvent, { readonly type: "node.delta" }>;

/** A run that is being watched: what a page shows of it, changed at most once per frame. */
export interface LiveRun {
  readonly view: () => RunView;
  /** Whether the view comes from the log itself and not yet from the snapshot. */
  readonly hasCaughtUp: () => boolean;
  readonly lines: () => readonly LogLine[];
  readonly take: (event: RunEvent) => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly close: () => void;
}

/** Calls back soon, at a good moment to draw; returns how to take that back. */
export type Schedule = (callback: () => void) => () => void;

/**
 * Folds a run's log, given from its first line on, into views. Lines that come between two frames are folded at once,
 * so that thousands of them cost one drawing. Until the log has reached the snapshot, the snapshot is shown: it already
 * knows more.
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
