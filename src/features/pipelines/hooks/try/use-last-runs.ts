"use client";

import { useQuery } from "@tanstack/react-query";
import type { PipelineId } from "#core/ids.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RunSummary } from "../../model/pipeline-outputs.ts";

/** More than fit on the screen are in the list of runs. */
const shownRuns = 25;
const busyMs = 3_000;
const idleMs = 30_000;

/** The newest runs of a pipeline, newest first; asked again soon while one of them goes on. */
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
