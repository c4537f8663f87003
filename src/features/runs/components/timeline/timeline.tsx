"use client";

import { useMemo } from "react";
import { cn } from "#components/ui/class-names.ts";
import { WindowedList } from "#components/ui/layout/windowed-list.tsx";
import { useNow } from "#components/ui/use-now.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { useHasCaughtUp, useLogLines, useRunPart } from "../../live-run-context.ts";
import type { RunSnapshot } from "../../model/live/run-snapshot.ts";
import { withQueues } from "../../model/timeline/queue-spans.ts";
import { tickLabel, timeTicks } from "../../model/timeline/time-ticks.ts";
import { timelineOf, timelineOfSnapshot, timelineReach } from "../../model/timeline/timeline.ts";
import { columnsFor, TimelineRowLine } from "./timeline-row.tsx";

const rowPx = 28;
const mostTicks = 5;

interface TimelineProps {
  readonly snapshot: RunSnapshot;
  readonly selectedId: string | null;
  readonly onSelect: (nodeId: string) => void;
}

/** When each node ran: its time in the queue, its attempts and the gaps between them, its waits, and its child runs. */
export function Timeline({ snapshot, selectedId, onSelect }: TimelineProps) {
  const lines = useLogLines();
  const hasCaughtUp = useHasCaughtUp();
  const status = useRunPart((view) => view.status);
  const startedAtMs = useRunPart((view) => view.startedAtMs);
  const finishedAtMs = useRunPart((view) => view.finishedAtMs);
  const names = useMemo(
    () => new Map(snapshot.definition.nodes.map((node) => [node.id, node.name])),
    [snapshot.definition],
  );
  const rows = useMemo(
    () =>
      withQueues(
        hasCaughtUp ? timelineOf(lines, [...names.keys()]) : timelineOfSnapshot(snapshot),
        snapshot.definition,
      ),
    [hasCaughtUp, lines, names, snapshot],
  );
  const columns = columnsFor(Math.max(...[...names.values()].map((name) => name.length)));
  const isLive = !isTerminalRun(status);
  const nowMs = useNow(isLive ? "fast" : null);
  const { startMs, endMs } = timelineReach({ startedAtMs, finishedAtMs }, rows, nowMs);
  const lengthMs = endMs - startMs;
  const ticks = timeTicks(lengthMs, mostTicks);
  if (rows.length === 0) {
    return <p className="px-4 py-3 text-ink-faint">The timeline fills as nodes begin.</p>;
  }
  const share = (timeMs: number) => `${(timeMs / lengthMs) * 100}%`;
  return (
    <WindowedList
      label="Nodes over time"
      rows={rows}
      rowPx={rowPx}
      keyOf={(row) => row.nodeId}
      className="pb-2"
      header={
        <div className={cn(columns, "sticky top-0 z-10 h-6 bg-paper")}>
          <span />
          <div className="@container">
            <svg aria-hidden className="h-6 w-full overflow-visible fill-ink-faint text-micro">
              {ticks.map((tick, index) => (
                <text
                  key={tick}
                  x={share(tick)}
                  y="16"
                  textAnchor="middle"
                  // In a narrow window every second tick is shown.
                  className={cn("tabular-nums", index % 2 === 0 && ticks.length > 1 && "@max-3xs:hidden")}
                >
                  {tickLabel(tick, ticks)}
                </text>
              ))}
            </svg>
          </div>
        </div>
      }
      backdrop={
        <div aria-hidden className={cn(columns, "pointer-events-none absolute inset-0")}>
          <span />
          <div className="relative">
            <svg aria-hidden className="absolute inset-0 h-full w-full overflow-visible">
              {ticks.map((tick) => (
                <line key={tick} x1={share(tick)} x2={share(tick)} y1="0" y2="100%" className="stroke-line" />
              ))}
            </svg>
          </div>
        </div>
      }
      renderRow={(row) => (
        <TimelineRowLine
          row={row}
          name={names.get(row.nodeId) ?? row.nodeId}
          startMs={startMs}
          endMs={endMs}
          columns={columns}
          isSelected={row.nodeId === selectedId}
          onSelect={onSelect}
        />
      )}
    />
  );
}
