import { isRetryable } from "#core/error-codes.ts";
import { isTerminalEvent, type RunEvent } from "#core/events/run-event.ts";
import type { PenstockClient } from "./create-client.ts";
import { createInbox } from "./inbox.ts";
import { readPenstockError } from "./read-error.ts";

export interface WatchRunOptions {
  readonly runId: string;
  /** The number of the last line that the reader has; 0 = from the beginning. */
  readonly afterSeq?: number;
  readonly signal?: AbortSignal;
}

const firstPauseMs = 100;
const longestPauseMs = 3_000;

/**
 * The log of a run, each line once and in order, live until the line that ends the run. A lost connection or a restart
 * of the server only delays it: it continues after the last line it has given. Leaving the loop, or aborting the
 * signal, ends it.
 * @throws TRPCClientError when the server refuses: no such run, no permission, a token that was revoked.
 */
export async function* watchRun(
  client: PenstockClient,
  { runId, afterSeq = 0, signal }: WatchRunOptions,
): AsyncGenerator<RunEvent, void, undefined> {
  let lastSeq = afterSeq;
  let pauseMs = firstPauseMs;
  while (signal?.aborted !== true) {
    try {
      for await (const event of readOnce(client, runId, lastSeq, signal)) {
        if (event.seq <= lastSeq) continue;
        lastSeq = event.seq;
        pauseMs = firstPauseMs;
        yield event;
        if (isTerminalEvent(event)) return;
      }
      return;
    } catch (error) {
      if (isFinal(error)) throw error;
      await pause(pauseMs, signal);
      pauseMs = Math.min(2 * pauseMs, longestPauseMs);
    }
  }
}

/** One connection: ends when the server has no more to say, throws when it was lost. */
async function* readOnce(
  client: PenstockClient,
  runId: string,
  lastSeq: number,
  signal: AbortSignal | undefined,
) {
  const inbox = createInbox<RunEvent>();
  const input = { runId, ...(lastSeq === 0 ? {} : { lastEventId: String(lastSeq) }) };
  const subscription = client.runs.watch.subscribe(input, {
    onData: ({ data }) => inbox.put(data),
    onComplete: () => inbox.close(),
    onError: (error) => inbox.fail(error),
    onConnectionStateChange(change) {
      // The link would go on trying by itself, but slowly, and for a browser's idea of how long.
      if (change.state === "connecting" && change.error !== null) inbox.fail(change.error);
    },
  });
  const onAbort = () => inbox.close();
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    yield* inbox.items();
  } finally {
    signal?.removeEventListener("abort", onAbort);
    subscription.unsubscribe();
  }
}

/** Whether trying again would only get the same answer. */
function isFinal(error: unknown): boolean {
  const described = readPenstockError(error);
  return described !== null && !isRetryable(described.code);
}

function pause(timeMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, timeMs);
    signal?.addEventListener("abort", finish, { once: true });
  });
}
