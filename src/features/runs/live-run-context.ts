"use client";

import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import type { NodeView, RunView } from "#core/run/view/fold.ts";
import { emptyNodeView } from "#core/run/view/node-view.ts";
import type { LiveRun, LogLine } from "./model/live/live-run.ts";

export const LiveRunContext = createContext<LiveRun | null>(null);

function useLiveRunStore(): LiveRun {
  const live = useContext(LiveRunContext);
  if (live === null) throw new Error("A part of a run's page stands outside of it");
  return live;
}

/** The whole run; re-renders with every frame in which anything happened. */
export function useRunView(): RunView {
  const live = useLiveRunStore();
  return useSyncExternalStore(live.subscribe, live.view, live.view);
}

/** Selects a part of the run; re-renders only when that part changes. */
export function useRunPart<Part>(select: (view: RunView) => Part): Part {
  const live = useLiveRunStore();
  const read = () => select(live.view());
  return useSyncExternalStore(live.subscribe, read, read);
}

/** One node; a stable object while nothing happens to it. */
export function useNodeView(nodeId: string): NodeView {
  const node = useRunPart(useCallback((view: RunView) => view.nodes.get(nodeId), [nodeId]));
  return node ?? emptyNodeView(nodeId);
}

/** The log without text pieces. */
export function useLogLines(): readonly LogLine[] {
  const live = useLiveRunStore();
  return useSyncExternalStore(live.subscribe, live.lines, live.lines);
}

/** Whether the log has caught up with the snapshot. */
export function useHasCaughtUp(): boolean {
  const live = useLiveRunStore();
  return useSyncExternalStore(live.subscribe, live.hasCaughtUp, () => false);
}
