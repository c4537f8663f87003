import type { StreamTurn } from "./stream-turn.ts";

/** What a connection reports while it is open. */
export interface ConnectionEars {
  /** It stands, or a line has come. */
  readonly onSign: () => void;
  /** There will be no more lines. */
  readonly onEnd: () => void;
}

export interface FollowTimes {
  /** A short connection is closed when nothing has come for so long: it has given all there was. */
  readonly quietMs: number;
  /** It stands no longer than this, however much comes: others wait for their turn. */
  readonly longestMs: number;
  /** From one short connection to the next. */
  readonly pauseMs: number;
}

const usualTimes: FollowTimes = { quietMs: 300, longestMs: 1_000, pauseMs: 4_000 };

/**
 * Keeps reading a log as this tab's turn allows: over one connection, over short ones now and then, or not at all.
 * `open` begins a connection after the last line there is and returns how to close it.
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
    // What a connection reports after this is about itself only: closed by us, it says that it has ended.
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
        // From when it stands: until then it only waits for one of the browser's connections.
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
