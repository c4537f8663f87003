"use client";

import { useCallback, useState } from "react";
import { isTerminalEvent } from "#core/events/run-event.ts";
import type { RunId } from "#core/ids.ts";
import { useTRPCClient } from "#lib/trpc/react.tsx";
import type { WatchLog } from "../components/live-run-provider.tsx";
import { followLog } from "../model/live/follow-log.ts";
import { openStreamTurn } from "../open-stream-turn.ts";

interface RunWatch {
  readonly watch: WatchLog;
  /** The connection was lost and is being restored, so the page may be out of date. */
  readonly isReconnecting: boolean;
  /** The server's refusal; null if there is none. */
  readonly error: unknown;
}

/**
 * Streams the run's log from its first line, without large outputs. A new connection continues after the last line;
 * there is one at a time, and only while the page is visible.
 */
export function useRunWatch(runId: RunId): RunWatch {
  const client = useTRPCClient();
  const [isReconnecting, setIsReconnecting] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const watch = useCallback<WatchLog>(
    (take) => {
      let lastSeq = 0;
      const turn = openStreamTurn();
      const stop = followLog(turn, ({ onSign, onEnd }) => {
        const after = lastSeq === 0 ? {} : { lastEventId: String(lastSeq) };
        const subscription = client.runs.watch.subscribe(
          { runId, ...after, outputs: "small" },
          {
            onStarted: onSign,
            onData: ({ data }) => {
              lastSeq = data.seq;
              take(data);
              if (isTerminalEvent(data)) onEnd();
              else onSign();
            },
            onComplete: onEnd,
            onError: setError,
            onConnectionStateChange: ({ state, error: cause }) =>
              setIsReconnecting(state === "connecting" && cause !== null),
          },
        );
        return () => {
          subscription.unsubscribe();
          setIsReconnecting(false);
        };
      });
      return () => {
        stop();
        turn.close();
      };
    },
    [client, runId],
  );
  return { watch, isReconnecting, error };
}
