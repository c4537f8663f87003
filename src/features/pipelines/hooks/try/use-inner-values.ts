"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Within } from "#core/gestures/in-body.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import { innerValues } from "../../model/try/inner-values.ts";
import type { LastRun } from "./use-last-values.ts";

const busyMs = 2_000;

/** The values shown for an open body: those of its first item, or of its first pass. */
export function useInnerValues(last: LastRun, within: Within): LastRun {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const runId = last.view?.run.id ?? null;
  const { data } = useQuery({
    queryKey: [...trpc.runs.get.queryKey(), "inside", runId, ...within],
    queryFn: async ({ signal }) => {
      let innerId = runId ?? "";
      for (const nodeId of within) {
        const { children } = await client.runs.listChildren.query({ runId: innerId, nodeId }, { signal });
        const first = children.findLast(({ iteration }) => iteration === 0);
        if (first === undefined) return null;
        innerId = first.runId;
      }
      return client.runs.get.query({ runId: innerId }, { signal });
    },
    enabled: runId !== null && within.length > 0,
    refetchInterval: ({ state: { data: found } }) => {
      const isBusy = last.view !== null && !isTerminalRun(last.view.run.status);
      return isBusy && (found == null || !isTerminalRun(found.run.status)) ? busyMs : false;
    },
  });
  return useMemo(
    () => (within.length === 0 ? last : { ...last, ...innerValues(data ?? null) }),
    [last, within, data],
  );
}
