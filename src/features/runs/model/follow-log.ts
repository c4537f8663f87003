import type { StreamTurn } from "./stream-turn.ts";

/** What a connection tells while it is open. */
export interface ConnectionEars {
  /** It stands, or a line has come. */
  readonly onSign: () => void;
  /** There will be no more lines. */
  readonly onEnd: () => void;
}

export interface FollowTimes {
  /** A short connection is closed when nothing has come for so long: it has given all there was. */
  readonly quietMs: number;
  /** From one short connection to the next. */
  readonly pauseMs: number;
}

const usualTimes: FollowTimes = { quietMs: 300, pauseMs: 3_000 };

/**
 * Keeps reading a log as this tab's turn allows: over one connection, over short ones now and then, or not at all. `open` begins a
 * connection after the last line there is and returns how to close it.
 */
export function followLog(
  turn: Pick<StreamTurn, "mode" | "subscribe">,
  open: (ears: ConnectionEars) => () => void,
  { quietMs, pauseMs }: FollowTimes = usualTimes,
): () => void {
  let close: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const stop = () => {
    clearTimeout(timer);
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
    close = open({
      onSign: () => {
        if (turn.mode() !== "poll" || close === null) return;
        clearTimeout(timer);
        timer = setTimeout(pause, quietMs);
      },
      onEnd: () => {
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
