import type { TextSink } from "./ports.ts";

/** How long pieces are gathered after the first: short enough to read along, long enough to share a commit. */
const gatherMs = 60;
/** A batch this large goes out without waiting. */
const maxBatchCharacters = 8_000;
/** Between tries while the log cannot be reached. */
const retryMs = 300;

/**
 * A text sink that writes the first piece at once and later ones in batches, strictly in order. A write that fails is tried again until it
 * succeeds: what a model has said is not lost because the database was away for a moment. Once `giveUp` has aborted, what is left is
 * tried once: whoever stopped the model still wants to read what it had said.
 */
export function createTextBatcher(write: (text: string) => Promise<void>, giveUp: AbortSignal): TextSink {
  let gathered = "";
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isFirst = true;
  let writing: Promise<void> = Promise.resolve();

  const send = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (gathered === "") return;
    const text = gathered;
    gathered = "";
    writing = writing.then(() => writeUntilDone(write, text, giveUp));
  };

  return {
    append(text) {
      if (text === "") return;
      gathered += text;
      if (isFirst || gathered.length >= maxBatchCharacters) {
        isFirst = false;
        send();
      } else {
        timer ??= setTimeout(send, gatherMs);
      }
    },
    async flush() {
      send();
      await writing;
    },
  };
}

async function writeUntilDone(
  write: (text: string) => Promise<void>,
  text: string,
  giveUp: AbortSignal,
): Promise<void> {
  do {
    try {
      await write(text);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  } while (!giveUp.aborted);
}
