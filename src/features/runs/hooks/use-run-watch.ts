"use client";

import { useCallback, useState } from "react";
import type { RunId } from "#core/ids.ts";
import { useTRPCClient } from "#lib/trpc/react.tsx";
import type { WatchLog } from "../components/live-run-provider.tsx";

interface RunWatch {
  readonly watch: WatchLog;
  /** The connection broke and is being mended; what is shown may be old. */
  readonly isReconnecting: boolean;
  /** What the server refused with; null while it does not. */
  readonly error: unknown;
}

/** The log of a run from its first line, over one connection that mends itself and goes on after the last line it had. */
export function useRunWatch(runId: RunId): RunWatch {
  const client = useTRPCClient();
  const [isReconnecting, setIsReconnecting] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const watch = useCallback<WatchLog>(
    (take) => {
      const subscription = client.runs.watch.subscribe(
        { runId },
        {
          onData: ({ data }) => take(data),
          onError: setError,
          onConnectionStateChange: ({ state, error: cause }) =>
            setIsReconnecting(state === "connecting" && cause !== null),
        },
      );
      return () => subscription.unsubscribe();
    },
    [client, runId],
  );
  return { watch, isReconnecting, error };
}
