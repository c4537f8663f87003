"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { NodeRunSnapshot, RunSnapshot } from "../model/live/run-snapshot.ts";

/** Values may have megabytes each: a browser keeps those of the nodes that were looked at last. */
const keptMs = 30_000;

export type NamedNode = Pick<NodeRunSnapshot, "nodeId">;

/** One node of a run with its whole values, read when somebody looks at them. */
export function useRunNode(runId: RunSnapshot["run"]["id"], { nodeId }: NamedNode) {
  const trpc = useTRPC();
  return useQuery(
    trpc.runs.getNode.queryOptions(
      { runId, nodeId },
      {
        gcTime: keptMs,
        // What has ended changes no more.
        staleTime: ({ state }) =>
          typeof state.data?.nodeRun.finishedAtMs === "number" ? Number.POSITIVE_INFINITY : 0,
      },
    ),
  );
}
