/** A message channel between the tabs of one browser. */
export interface TabLine {
  readonly post: (message: TabMessage) => void;
  /** Subscribes to the other tabs' messages; returns the unsubscribe function. */
  readonly listen: (take: (message: TabMessage) => void) => () => void;
}

export interface TabMessage {
  readonly tab: string;
  readonly isStreaming: boolean;
}

/** `stream`: one lasting connection. `poll`: a short one now and then. `rest`: hidden, so no requests. */
export type WatchMode = "stream" | "poll" | "rest";

/** Browsers open six HTTP/1.1 connections per host for all tabs together, and pages need some of them. */
const mostStreams = 3;

/**
 * Which tabs of one browser may keep a connection open: the most recently viewed ones. A tab that becomes visible
 * claims its turn, and the least recently viewed one gives way. There is no leader, so a killed tab blocks nothing.
 */
export class StreamTurn {
  #mode: WatchMode = "rest";
  /** Tabs that have claimed their turn after this one. */
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

  /** This tab became visible. */
  claim(): void {
    this.#newer.clear();
    this.#line.post({ tab: this.#tab, isStreaming: true });
    this.#become("stream");
  }

  /** This tab was hidden. */
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
