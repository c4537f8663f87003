"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { NodeRunSnapshot, RunSnapshot } from "../model/live/run-snapshot.ts";

/** Values may be megabytes each, so only those of the latest nodes stay in the cache. */
const keptMs = 30_000;

export type NamedNode = Pick<NodeRunSnapshot, "nodeId">;

/** One node of a run with its full values, loaded when it is opened. */
export function useRunNode(runId: RunSnapshot["run"]["id"], { nodeId }: NamedNode) {
  const trpc = useTRPC();
  return useQuery(
    trpc.runs.getNode.queryOptions(
      { runId, nodeId },
      {
        gcTime: keptMs,
        // An ended node does not change.
        staleTime: ({ state }) =>
          typeof state.data?.nodeRun.finishedAtMs === "number" ? Number.POSITIVE_INFINITY : 0,
      },
    ),
  );
}
