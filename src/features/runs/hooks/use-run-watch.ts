"use client";

import { useCallback } from "react";
import type { RunId } from "#core/ids.ts";
import { useTRPCClient } from "#lib/trpc/react.tsx";
import type { WatchLog } from "../components/live-run-provider.tsx";

/** The log of a run from its first line, over one connection that mends itself and goes on after the last line it had. */
export function useRunWatch(runId: RunId, onError: (error: unknown) => void): WatchLog {
  const client = useTRPCClient();
  return useCallback<WatchLog>(
    (take) => {
      const subscription = client.runs.watch.subscribe(
        { runId },
        { onData: ({ data }) => take(data), onError },
      );
      return () => subscription.unsubscribe();
    },
    [client, runId, onError],
  );
}
