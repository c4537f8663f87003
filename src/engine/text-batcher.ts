import type { TextSink } from "./ports.ts";

/** A batch this large goes out without waiting. */
const maxBatchCharacters = 8_000;
/** Between tries while the log cannot be reached. */
const retryMs = 300;

/** Writes pieces to the log, in order. */
export interface TextLog {
  append(text: string): Promise<void>;
  /**
   * Writes a piece whose earlier try failed, unless it was written all the same; `offset` characters had been written
   * before it.
   */
  repeat(text: string, offset: number): Promise<void>;
  /** Hears of each piece that could not be written at once, and of each that is given up. */
  onFault(error: unknown, isGivenUp: boolean): void;
  /** Calls `send` when what has been gathered is to be written. */
  atBeat(send: () => void): void;
}

/**
 * A text sink that writes the first piece at once and later ones in batches, strictly in order: at each beat what has
 * come since the last one, and where the log takes longer than that, what has come in the meantime. A write that fails
 * is tried again until it succeeds: what a model has said is not lost because the database was away for a moment. Once
 * `giveUp` has aborted, what is left is tried once: whoever stopped the model still wants to read what it had said.
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
