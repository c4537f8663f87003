import { isRetryable } from "#core/error-codes.ts";
import { isTerminalEvent, type RunEvent } from "#core/events/run-event.ts";
import type { PenstockClient } from "./create-client.ts";
import { createInbox } from "./inbox.ts";
import { readPenstockError } from "./read-error.ts";

export interface WatchRunOptions {
  readonly runId: string;
  /** The number of the last line already received; 0 = start from the beginning. */
  readonly afterSeq?: number;
  readonly signal?: AbortSignal;
}

const firstPauseMs = 100;
const longestPauseMs = 3_000;

/**
 * The log of a run: each line once and in order, live until the run's last line. After a lost connection or a server
 * restart it continues after the last line it delivered. Leaving the loop or aborting the signal stops it.
 * @throws TRPCClientError if the server refuses: no such run, no permission, or a revoked token.
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

/** One connection: returns when the server has nothing more to send, throws if it is lost. */
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
      // The link would retry by itself, but slowly, and for as long as a browser sees fit.
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

/** Whether a retry would only get the same answer. */
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
