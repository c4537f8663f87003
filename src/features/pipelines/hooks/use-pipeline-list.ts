import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { isTerminalRun } from "#core/run/status.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { type PipelineListFilter, pipelineListInput } from "../model/pipeline-list-input.ts";
import type { PipelineSummary } from "../model/pipeline-outputs.ts";

/** The refresh interval, with and without current runs. */
const refreshMs = { busy: 3_000, calm: 30_000 } as const;

export interface PipelineList {
  /** Null before the first response. */
  readonly pipelines: readonly PipelineSummary[] | null;
  readonly nextCursor: string | null;
  readonly error: ReturnType<typeof useQuery>["error"];
  readonly again: () => Promise<unknown>;
  /** They belong to the previous filter; the new ones are loading. */
  readonly isOld: boolean;
}

/** A page of pipelines, kept up to date. */
export function usePipelineList(filter: PipelineListFilter): PipelineList {
  const trpc = useTRPC();
  const { data, error, refetch, isPlaceholderData } = useQuery(
    trpc.pipelines.list.queryOptions(pipelineListInput(filter), {
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => (isBusy(state.data?.pipelines ?? []) ? refreshMs.busy : refreshMs.calm),
    }),
  );
  // Filters the previous results immediately; the response may bring others.
  const text = filter.text.trim().toLowerCase();
  const shown = isPlaceholderData
    ? data?.pipelines.filter(({ name }) => name.toLowerCase().includes(text))
    : data?.pipelines;
  return {
    pipelines: shown ?? null,
    nextCursor: data?.nextCursor ?? null,
    error,
    again: refetch,
    isOld: isPlaceholderData,
  };
}

function isBusy(pipelines: readonly PipelineSummary[]): boolean {
  return pipelines.some(({ lastRuns }) => lastRuns.some(({ status }) => !isTerminalRun(status)));
}
