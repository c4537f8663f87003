import type { RunEvent } from "#core/events/run-event.ts";

/** The text so far of a node's current attempt. */
export interface LiveText {
  readonly attempt: number;
  readonly text: string;
}

/** By node. Only of nodes that are streaming: other texts are in the snapshot. */
export type LiveTexts = Readonly<Record<string, LiveText>>;

/** How long to wait for a silent log before rendering without it: the browser reads it anyway. */
const patienceMs = 400;

/**
 * Reads a log from its start to the last line that the snapshot knows, for text that only the log has. Returns what it
 * has so far if the log is too slow.
 */
export async function readLiveTexts(log: AsyncIterable<RunEvent>, untilSeq: number): Promise<LiveTexts> {
  const texts = new Map<string, LiveText>();
  const lines = log[Symbol.asyncIterator]();
  try {
    for (let line = await nextLine(lines); line !== null; line = await nextLine(lines)) {
      takeLine(texts, line);
      if (line.seq >= untilSeq) break;
    }
  } finally {
    // Not awaited: it may be waiting for a line that never comes.
    void lines.return?.();
  }
  return Object.fromEntries(texts);
}

async function nextLine(lines: AsyncIterator<RunEvent>): Promise<RunEvent | null> {
  const { promise: silence, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), patienceMs);
  const next = lines.next().then((result) => (result.done === true ? null : result.value));
  try {
    return await Promise.race([next, silence]);
  } finally {
    clearTimeout(timer);
  }
}

function takeLine(texts: Map<string, LiveText>, line: RunEvent): void {
  if (!("nodeId" in line)) return;
  if (line.type !== "node.delta") {
    if (line.type === "node.completed") texts.delete(line.nodeId);
    return;
  }
  const before = texts.get(line.nodeId);
  const text = before?.attempt === line.attempt ? before.text + line.text : line.text;
  texts.set(line.nodeId, { attempt: line.attempt, text });
}
