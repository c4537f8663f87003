"use client";

import { useMemo } from "react";
import { formatDuration } from "#components/ui/format/duration.ts";
import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import { useNow } from "#components/ui/use-now.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { useHasCaughtUp, useLogLines, useRunPart } from "../live-run-context.ts";
import type { RunSnapshot } from "../model/run-snapshot.ts";
import { timeTicks } from "../model/time-ticks.ts";
import { timelineOf, timelineOfSnapshot, timelineReach } from "../model/timeline.ts";
import { TimelineRowLine } from "./timeline-row.tsx";

/** More rows than these are drawn anew every few seconds only. */
const manyRows = 60;
const mostTicks = 5;

interface TimelineProps {
  readonly snapshot: RunSnapshot;
  readonly selectedId: string | null;
  readonly onSelect: (nodeId: string) => void;
}

/** When each node was at work: its tries, the gaps before the next, its waiting. */
export function Timeline({ snapshot, selectedId, onSelect }: TimelineProps) {
  const lines = useLogLines();
  const hasCaughtUp = useHasCaughtUp();
  const status = useRunPart((view) => view.status);
  const startedAtMs = useRunPart((view) => view.startedAtMs);
  const finishedAtMs = useRunPart((view) => view.finishedAtMs);
  const rows = useMemo(
    () => (hasCaughtUp ? timelineOf(lines) : timelineOfSnapshot(snapshot)),
    [hasCaughtUp, lines, snapshot],
  );
  const names = useMemo(
    () => new Map(snapshot.definition.nodes.map((node) => [node.id, node.name])),
    [snapshot.definition],
  );
  const isLive = !isTerminalRun(status);
  const nowMs = useNow(isLive ? (rows.length > manyRows ? "slow" : "fast") : null);
  const { startMs, endMs } = timelineReach({ startedAtMs, finishedAtMs }, rows, nowMs);
  const lengthMs = endMs - startMs;
  const ticks = timeTicks(lengthMs, mostTicks);
  if (rows.length === 0) {
    return <p className="px-4 py-3 text-ink-faint">The timeline fills as nodes begin.</p>;
  }
  return (
    <ScrollRegion label="Nodes over time" className="min-h-0 overflow-y-auto">
      <div className="sticky top-0 z-10 grid h-6 grid-cols-[11rem_minmax(0,1fr)_5rem] bg-paper max-sm:grid-cols-[8rem_minmax(0,1fr)_4rem]">
        <span />
        <svg aria-hidden className="h-6 w-full overflow-visible fill-ink-faint text-micro">
          {ticks.map((tick) => (
            <text
              key={tick}
              x={`${(tick / lengthMs) * 100}%`}
              y="16"
              textAnchor="middle"
              className="tabular-nums"
            >
              {formatDuration(tick)}
            </text>
          ))}
        </svg>
      </div>
      <ol className="pb-2">
        {rows.map((row) => (
          <li key={row.nodeId} className="[contain-intrinsic-size:auto_28px] [content-visibility:auto]">
            <TimelineRowLine
              row={row}
              name={names.get(row.nodeId) ?? row.nodeId}
              startMs={startMs}
              endMs={endMs}
              ticks={ticks}
              isSelected={row.nodeId === selectedId}
              onSelect={onSelect}
            />
          </li>
        ))}
      </ol>
    </ScrollRegion>
  );
}
