import type { StreamTurn } from "./stream-turn.ts";

/** Callbacks of an open connection. */
export interface ConnectionEars {
  /** It was established, or a line arrived. */
  readonly onSign: () => void;
  /** There are no more lines. */
  readonly onEnd: () => void;
}

export interface FollowTimes {
  /** A short connection is closed after this much silence: it has delivered everything. */
  readonly quietMs: number;
  /** The maximum length of a short connection, however much arrives, since others wait for their turn. */
  readonly longestMs: number;
  /** The time between two short connections. */
  readonly pauseMs: number;
}

const usualTimes: FollowTimes = { quietMs: 300, longestMs: 1_000, pauseMs: 4_000 };

/**
 * Reads a log as this tab's turn allows: over one connection, over short ones now and then, or not at all. `open`
 * starts a connection after the last received line, and returns its close function.
 */
export function followLog(
  turn: Pick<StreamTurn, "mode" | "subscribe">,
  open: (ears: ConnectionEars) => () => void,
  { quietMs, longestMs, pauseMs }: FollowTimes = usualTimes,
): () => void {
  let close: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let bound: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  let connection = 0;
  const stop = () => {
    // Ignores later reports of this connection: after we close it, it reports its end.
    connection += 1;
    clearTimeout(timer);
    clearTimeout(bound);
    bound = undefined;
    close?.();
    close = null;
  };
  const pause = () => {
    stop();
    timer = setTimeout(begin, pauseMs);
  };
  const begin = () => {
    stop();
    if (isOver || turn.mode() === "rest") return;
    const current = connection;
    close = open({
      onSign: () => {
        if (turn.mode() !== "poll" || connection !== current) return;
        clearTimeout(timer);
        timer = setTimeout(pause, quietMs);
        // Counts from when it is established: before, it only waits for one of the browser's connections.
        bound ??= setTimeout(pause, longestMs);
      },
      onEnd: () => {
        if (connection !== current) return;
        isOver = true;
        stop();
      },
    });
  };
  const unsubscribe = turn.subscribe(begin);
  begin();
  return () => {
    unsubscribe();
    isOver = true;
    stop();
  };
}
