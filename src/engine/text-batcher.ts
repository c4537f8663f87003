import type { TextSink } from "./ports.ts";

/** A batch this large is sent without waiting. */
const maxBatchCharacters = 8_000;
/** Between tries while the log cannot be reached. */
const retryMs = 300;

/** Writes pieces to the log, in order. */
export interface TextLog {
  append(text: string): Promise<void>;
  /**
   * Writes a piece whose earlier try failed, unless it was written after all; `offset` characters had been written
   * before it.
   */
  repeat(text: string, offset: number): Promise<void>;
  /** Notified of each piece that could not be written at first, and of each that is given up. */
  onFault(error: unknown, isGivenUp: boolean): void;
  /** Calls `send` when the collected pieces should be written. */
  atBeat(send: () => void): void;
}

/**
 * A text sink that writes the first piece immediately and later ones in batches, strictly in order: at each beat,
 * everything since the last one. A write that takes longer delays the next, which then has everything since. A failed
 * write is retried until it succeeds: a model's text is not lost because the database was away for a moment. Once
 * `giveUp` has aborted, the rest is tried once: people who stopped a model still want to read what it said.
 */
export function createTextBatcher(log: TextLog, giveUp: AbortSignal): TextSink {
  let gathered = "";
  let isFirst = true;
  let isAwaited = false;
  let isDue = false;
  let writing: Promise<void> | null = null;
  let offset = 0;

  const send = (): void => {
    isDue = writing !== null;
    if (isDue || gathered === "") return;
    const text = gathered;
    gathered = "";
    writing = writeUntilDone(log, text, offset, giveUp).then(() => {
      writing = null;
      if (isDue) send();
    });
    offset += text.length;
  };
  const sendAtBeat = (): void => {
    isAwaited = false;
    send();
  };

  return {
    append(text) {
      if (text === "") return;
      gathered += text;
      if (isFirst || gathered.length >= maxBatchCharacters) {
        isFirst = false;
        send();
      } else if (!isAwaited) {
        isAwaited = true;
        log.atBeat(sendAtBeat);
      }
    },
    async flush() {
      send();
      while (writing !== null) await writing;
    },
  };
}

async function writeUntilDone(
  log: TextLog,
  text: string,
  offset: number,
  giveUp: AbortSignal,
): Promise<void> {
  for (let isRepeated = false; ; isRepeated = true) {
    try {
      await (isRepeated ? log.repeat(text, offset) : log.append(text));
      return;
    } catch (error) {
      if (!isRepeated || giveUp.aborted) log.onFault(error, giveUp.aborted);
      if (giveUp.aborted) return;
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}
