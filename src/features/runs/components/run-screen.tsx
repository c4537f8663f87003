"use client";

import { useCallback } from "react";
import { Divider } from "#components/ui/layout/divider.tsx";
import { useRunTitle } from "../hooks/use-run-title.ts";
import { useRunPart } from "../live-run-context.ts";
import type { RunSnapshot } from "../model/live/run-snapshot.ts";
import { panelNode } from "../model/panel-node.ts";
import type { RunActions } from "../model/run-actions.ts";
import { FollowBar } from "./follow-bar.tsx";
import { NodePanel } from "./node/node-panel.tsx";
import { RunAnnouncer } from "./run-announcer.tsx";
import { RunGraph } from "./run-graph.tsx";
import { RunPanel } from "./run-panel.tsx";
import { RunTopLine } from "./run-top-line.tsx";
import { useClosedTabs } from "./tabs/tabs-on-demand.tsx";
import { Timeline } from "./timeline/timeline.tsx";

/** One screen if three regions fit; otherwise stacked, each with its own height. */
const regionClasses = [
  "min-h-0 grow lg:grid lg:grid-cols-[minmax(0,var(--split-column,50%))_1px_minmax(0,1fr)]",
  "lg:grid-rows-[minmax(0,var(--split-row,58%))_1px_minmax(0,1fr)]",
].join(" ");

interface RunScreenProps {
  readonly snapshot: RunSnapshot;
  /** The selection: a node's id, `run`, or null to follow the run. */
  readonly chosen: string | null;
  readonly onChoose: (chosen: string | null) => void;
  /** The connection is lost, so the page may be out of date. */
  readonly isReconnecting: boolean;
  /** Null without permission to control the run. */
  readonly actions: RunActions | null;
}

/** A run in three regions of constant size: the graph, the timeline, and the panel of the selection. */
export function RunScreen({ snapshot, chosen, onChoose, isReconnecting, actions }: RunScreenProps) {
  const nodeId = useRunPart((view) => panelNode(view, chosen));
  const showRun = useCallback(() => onChoose("run"), [onChoose]);
  useClosedTabs();
  useRunTitle(snapshot.run.pipelineName);
  return (
    <div className="flex min-h-0 grow flex-col">
      <RunTopLine snapshot={snapshot} actions={actions} />
      <RunAnnouncer definition={snapshot.definition} />
      <div className={regionClasses}>
        <section aria-label="Graph" className="max-lg:h-72 max-lg:border-b">
          <RunGraph
            definition={snapshot.definition}
            selectedId={nodeId}
            onSelect={onChoose}
            onClear={showRun}
          />
        </section>
        <Divider
          between="column"
          label="Width of the graph"
          initialPercent={50}
          className="row-span-3 max-lg:hidden"
        />
        <div className="row-span-3 grid min-h-0 min-w-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] max-lg:h-[75dvh] max-lg:border-b">
          <FollowBar
            snapshot={snapshot}
            nodeId={nodeId}
            chosen={chosen}
            onChoose={onChoose}
            isReconnecting={isReconnecting}
          />
          {nodeId === null ? (
            <RunPanel snapshot={snapshot} actions={actions} onShowNode={onChoose} />
          ) : (
            <NodePanel key={nodeId} snapshot={snapshot} nodeId={nodeId} actions={actions} />
          )}
        </div>
        <Divider between="row" label="Height of the graph" initialPercent={58} className="max-lg:hidden" />
        <div className="grid min-h-0 min-w-0 bg-paper max-lg:max-h-[75dvh]">
          <Timeline snapshot={snapshot} selectedId={nodeId} onSelect={onChoose} />
        </div>
      </div>
    </div>
  );
}
