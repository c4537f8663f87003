"use client";

import { formatDuration } from "#components/ui/format/duration.ts";
import { WindowedList } from "#components/ui/layout/windowed-list.tsx";
import { useHasCaughtUp } from "../live-run-context.ts";
import type { LogLine } from "../model/live/live-run.ts";
import { describeLine } from "../model/words/describe-line.ts";

const rowPx = 24;

interface EventListProps {
  readonly lines: readonly LogLine[];
  readonly startedAtMs: number | null;
  readonly label: string;
  /** What a node is called, where the log is of several. */
  readonly nameOf?: (nodeId: string) => string;
}

/** The run's own log, without its pieces of text: number, time since the start, what happened. */
export function EventList({ lines, startedAtMs, label, nameOf }: EventListProps) {
  const hasCaughtUp = useHasCaughtUp();
  if (lines.length === 0) {
    return (
      <p className="px-4 py-3 text-ink-faint">
        {hasCaughtUp ? "Nothing has happened here yet." : "The log is being read."}
      </p>
    );
  }
  return (
    <WindowedList
      label={label}
      rows={lines}
      rowPx={rowPx}
      keyOf={(line) => line.seq}
      className="h-full py-2"
      renderRow={(line) => (
        <EventLine
          line={line}
          sinceMs={startedAtMs === null ? null : line.atMs - startedAtMs}
          name={nameOf === undefined || !("nodeId" in line) ? null : nameOf(line.nodeId)}
        />
      )}
    />
  );
}

interface EventLineProps {
  readonly line: LogLine;
  readonly sinceMs: number | null;
  readonly name: string | null;
}

function EventLine({ line, sinceMs, name }: EventLineProps) {
  const said = describeLine(line);
  return (
    <div className="figures grid h-6 grid-cols-[3rem_4.5rem_7rem_minmax(0,1fr)] items-center gap-x-3 px-4 hover:bg-hover max-sm:grid-cols-[4rem_7rem_minmax(0,1fr)]">
      <span className="text-right text-ink-faint max-sm:hidden">{line.seq}</span>
      <span className="text-right text-ink-soft">
        {sinceMs === null ? "" : `+${formatDuration(sinceMs)}`}
      </span>
      <span>{line.type}</span>
      {/* Its whole text stands with the node or the run. */}
      <span dir="auto" className="truncate text-ink-soft" title={said}>
        {name === null ? null : <span className="text-ink">{name} </span>}
        {said}
      </span>
    </div>
  );
}
