"use client";

import { useQuery } from "@tanstack/react-query";
import type { PipelineId } from "#core/ids.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RunSummary } from "../../model/pipeline-outputs.ts";

/** The run list has the rest. */
const shownRuns = 25;
const busyMs = 3_000;
const idleMs = 30_000;

/** A pipeline's latest runs, newest first; refreshed often while one is running. */
export function useLastRuns(pipelineId: PipelineId) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.runs.list.queryOptions({ pipelineId, limit: shownRuns }),
    refetchInterval: ({ state }) => (isBusy(state.data?.runs ?? []) ? busyMs : idleMs),
  });
}

function isBusy(runs: readonly RunSummary[]): boolean {
  return runs.some((run) => !isTerminalRun(run.status));
}
