/** A line between the tabs of one browser. */
export interface TabLine {
  readonly post: (message: TabMessage) => void;
  /** Takes what other tabs post; returns how to end that. */
  readonly listen: (take: (message: TabMessage) => void) => () => void;
}

export interface TabMessage {
  readonly tab: string;
  readonly isStreaming: boolean;
}

/** `stream`: one connection that stays. `poll`: a short one now and then. `rest`: nobody looks, so nothing is asked. */
export type WatchMode = "stream" | "poll" | "rest";

/** Browsers open six connections to one host over HTTP/1.1, for all tabs together; pages need some of them. */
const mostStreams = 3;

/**
 * Which tabs of one browser may hold a connection open: those that were looked at last. A tab that comes into sight
 * claims its turn, and the one that was looked at longest ago gives way. Nobody decides for all, so nothing hangs on a
 * tab that was killed.
 */
export class StreamTurn {
  #mode: WatchMode = "rest";
  /** Tabs that have claimed their turn since this one did. */
  readonly #newer = new Set<string>();
  readonly #listeners = new Set<() => void>();
  readonly #unlisten: () => void;
  readonly #tab: string;
  readonly #line: TabLine;

  constructor(tab: string, line: TabLine) {
    this.#tab = tab;
    this.#line = line;
    this.#unlisten = line.listen((message) => this.#hear(message));
  }

  readonly mode = (): WatchMode => this.#mode;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** This tab is looked at. */
  claim(): void {
    this.#newer.clear();
    this.#line.post({ tab: this.#tab, isStreaming: true });
    this.#become("stream");
  }

  /** Nobody looks at this tab. */
  rest(): void {
    this.#leave("rest");
  }

  close(): void {
    this.#leave("rest");
    this.#listeners.clear();
    this.#unlisten();
  }

  #hear({ tab, isStreaming }: TabMessage): void {
    if (!isStreaming) this.#newer.delete(tab);
    else if (this.#mode === "stream") this.#newer.add(tab);
    if (this.#mode === "stream" && this.#newer.size >= mostStreams) this.#leave("poll");
  }

  #leave(mode: WatchMode): void {
    if (this.#mode === "stream") this.#line.post({ tab: this.#tab, isStreaming: false });
    this.#become(mode);
  }

  #become(mode: WatchMode): void {
    if (mode === this.#mode) return;
    this.#mode = mode;
    for (const listener of this.#listeners) listener();
  }
}
