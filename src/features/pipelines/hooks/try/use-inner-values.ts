"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Within } from "#core/gestures/in-body.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import { firstChild } from "../../model/try/first-child.ts";
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
      let inner = { runId: runId ?? "", iteration: 0 };
      for (const nodeId of within) {
        const { children } = await client.runs.listChildren.query({ runId: inner.runId, nodeId }, { signal });
        const first = firstChild(children);
        if (first === undefined) return null;
        inner = first;
      }
      const snapshot = await client.runs.get.query({ runId: inner.runId }, { signal });
      return { snapshot, index: inner.iteration };
    },
    enabled: runId !== null && within.length > 0,
    refetchInterval: ({ state: { data: found } }) => {
      const isBusy = last.view !== null && !isTerminalRun(last.view.run.status);
      return isBusy && (found == null || !isTerminalRun(found.snapshot.run.status)) ? busyMs : false;
    },
  });
  return useMemo(
    () => (within.length === 0 ? last : { ...last, ...innerValues(data ?? null) }),
    [last, within, data],
  );
}
