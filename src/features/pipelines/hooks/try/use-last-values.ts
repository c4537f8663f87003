"use client";

import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { sketchOf } from "#core/gestures/sketch.ts";
import type { Json } from "#core/json/json.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { usePersonalStorage } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Pipeline, RunSummary } from "../../model/pipeline-outputs.ts";
import { lastNodes, lastValuesOf, nodeMarksOf, type RunSnapshot } from "../../model/try/last-values.ts";
import { type Pins, readPins, writePins } from "../../model/try/pins.ts";
import { useLastRuns } from "./use-last-runs.ts";

const busyMs = 1_000;

export type LastRun = ReturnType<typeof useLastValues>;

/**
 * The run whose values are shown beside a draft: the newest, or a selected one; with the outputs that are pinned in
 * this browser.
 */
export function useLastValues(pipelineId: Pipeline["id"], draft: Json | null) {
  const trpc = useTRPC();
  const [chosenId, choose] = useState<RunSummary["id"] | null>(null);
  const list = useLastRuns(pipelineId);
  const runs = list.data?.runs ?? null;
  const runId = chosenId ?? runs?.[0]?.id ?? null;
  const { data } = useQuery({
    ...trpc.runs.get.queryOptions({ runId: runId ?? "" }),
    enabled: runId !== null,
    refetchInterval: ({ state }) =>
      state.data === undefined || isTerminalRun(state.data.run.status) ? false : busyMs,
  });
  // A run whose bodies were deleted has no usable values: its nulls are placeholders.
  const isThere = data !== undefined && data.run.id === runId && data.run.bodiesDeletedAtMs === null;
  const view = isThere ? data : null;
  const { pins, pin } = usePins(pipelineId);
  const triggerId = useMemo(
    () => sketchOf(draft).nodes.find(({ raw }) => raw.type === "trigger")?.id ?? null,
    [draft],
  );
  return {
    runs,
    view,
    /** In an open body: the run of the first item, which these values come from; null if there is none. */
    inside: null as RunSnapshot | null,
    choose,
    /** Goes back to showing the newest run. */
    follow: useCallback(async () => {
      choose(null);
      await list.refetch();
    }, [list.refetch]),
    pins,
    pin,
    nodes: useMemo(
      () => (view === null ? new Map() : lastNodes(view)) as ReturnType<typeof lastNodes>,
      [view],
    ),
    values: useMemo(() => lastValuesOf(view, pins, triggerId), [view, pins, triggerId]),
    marks: useMemo(() => nodeMarksOf(view, pins), [view, pins]),
  };
}

function usePins(pipelineId: string) {
  const memory = usePersonalStorage("memory");
  const [pins, setPins] = useState<Pins>(() => readPins(memory, pipelineId));
  /** Pins an output; undefined removes the pin. */
  const pin = useCallback(
    (nodeId: string, output: Json | undefined) => {
      const { [nodeId]: _, ...others } = pins;
      const next = output === undefined ? others : { ...others, [nodeId]: output };
      if (writePins(memory, pipelineId, next)) setPins(next);
      else
        showToast({
          tone: "failed",
          title: "Not pinned",
          description: "All pinned outputs of a pipeline together can have at most 200,000 characters.",
        });
    },
    [memory, pipelineId, pins],
  );
  return { pins, pin };
}
