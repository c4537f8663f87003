"use client";

import { formatDuration } from "#components/ui/format/duration.ts";
import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import { describeLine } from "../model/describe-line.ts";
import type { LogLine } from "../model/live-run.ts";

interface EventListProps {
  readonly lines: readonly LogLine[];
  readonly startedAtMs: number | null;
  readonly label: string;
}

/** The run's own log, without its pieces of text: number, time since the start, what happened. */
export function EventList({ lines, startedAtMs, label }: EventListProps) {
  if (lines.length === 0) return <p className="px-4 py-3 text-ink-faint">Nothing has happened here yet.</p>;
  return (
    <ScrollRegion label={label} className="h-full overflow-y-auto py-2">
      <ol>
        {lines.map((line) => (
          <li
            key={line.seq}
            className="figures grid grid-cols-[3.5rem_5rem_8.5rem_minmax(0,1fr)] gap-x-2 px-4 hover:bg-hover [content-visibility:auto]"
          >
            <span className="text-right text-ink-faint">{line.seq}</span>
            <span className="text-right text-ink-soft">
              {startedAtMs === null ? "" : `+${formatDuration(line.atMs - startedAtMs)}`}
            </span>
            <span>{line.type}</span>
            <span className="break-words text-ink-soft">{describeLine(line)}</span>
          </li>
        ))}
      </ol>
    </ScrollRegion>
  );
}
