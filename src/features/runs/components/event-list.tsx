"use client";

import { cn } from "#components/ui/class-names.ts";
import { formatDuration } from "#components/ui/format/duration.ts";
import { WindowedList } from "#components/ui/layout/windowed-list.tsx";
import { useRunAddress } from "../hooks/use-run-address.ts";
import { useHasCaughtUp } from "../live-run-context.ts";
import type { LogLine } from "../model/live/live-run.ts";
import { describeLine } from "../model/words/describe-line.ts";

const rowPx = 24;

interface EventListProps {
  readonly lines: readonly LogLine[];
  readonly startedAtMs: number | null;
  readonly label: string;
  /** The name of a node, for a log of several nodes. */
  readonly nameOf?: (nodeId: string) => string;
}

/** The run's log without its text pieces: number, time since the start, event. */
export function EventList({ lines, startedAtMs, label, nameOf }: EventListProps) {
  const hasCaughtUp = useHasCaughtUp();
  const { line: pointed, hrefOfLine, pointAt } = useRunAddress();
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
      shownFirst={pointed === null ? null : lines.findIndex(({ seq }) => seq === pointed)}
      renderRow={(line) => (
        <EventLine
          line={line}
          sinceMs={startedAtMs === null ? null : line.atMs - startedAtMs}
          name={nameOf === undefined || !("nodeId" in line) ? null : nameOf(line.nodeId)}
          isPointedAt={line.seq === pointed}
          href={hrefOfLine(line.seq)}
          onPoint={() => pointAt(line.seq)}
        />
      )}
    />
  );
}

interface EventLineProps {
  readonly line: LogLine;
  readonly sinceMs: number | null;
  readonly name: string | null;
  readonly isPointedAt: boolean;
  readonly href: string;
  readonly onPoint: () => void;
}

function EventLine({ line, sinceMs, name, isPointedAt, href, onPoint }: EventLineProps) {
  const said = describeLine(line);
  return (
    <div
      aria-current={isPointedAt ? "true" : undefined}
      className={cn(
        "figures grid h-6 grid-cols-[3rem_4.5rem_7rem_minmax(0,1fr)] items-center gap-x-3 px-4 hover:bg-hover max-sm:grid-cols-[4rem_7rem_minmax(0,1fr)]",
        isPointedAt && "bg-accent-soft/60",
      )}
    >
      <a
        href={href}
        aria-label={`Line ${line.seq}: its address`}
        className={cn(
          "flex h-6 items-center justify-end hover:underline max-sm:hidden",
          isPointedAt ? "text-ink" : "text-ink-faint",
        )}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
          event.preventDefault();
          onPoint();
        }}
      >
        {line.seq}
      </a>
      <span className="text-right text-ink-soft">
        {sinceMs === null ? "" : `+${formatDuration(sinceMs)}`}
      </span>
      <span>{line.type}</span>
      {/* The full text is shown at the node or the run. */}
      <span dir="auto" className="truncate text-ink-soft" title={said}>
        {name === null ? null : <span className="text-ink">{name} </span>}
        {said}
      </span>
    </div>
  );
}
