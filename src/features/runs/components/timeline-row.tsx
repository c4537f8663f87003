"use client";

import { cn } from "#components/ui/class-names.ts";
import { Duration } from "#components/ui/duration.tsx";
import { formatDuration } from "#components/ui/format/duration.ts";
import { StatusIcon } from "#components/ui/status-badge.tsx";
import { useNodeView } from "../live-run-context.ts";
import { shownStatus, statusWord } from "../model/node-look.ts";
import type { Span, TimelineRow } from "../model/timeline.ts";

/** The name, the time, how long it took: the same columns in the head and in each row. */
export const columnClasses =
  "grid grid-cols-[11rem_minmax(0,1fr)_5rem] max-sm:grid-cols-[8rem_minmax(0,1fr)_4rem]";

interface TimelineRowLineProps {
  readonly row: TimelineRow;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly isSelected: boolean;
  readonly onSelect: (nodeId: string) => void;
}

/** One node's line: a button, because it chooses the node. */
export function TimelineRowLine(props: TimelineRowLineProps) {
  const { row, name, startMs, endMs, isSelected, onSelect } = props;
  const node = useNodeView(row.nodeId);
  const lengthMs = endMs - startMs;
  const tries = row.spans.filter((span) => span.kind === "attempt").length;
  return (
    <button
      type="button"
      aria-pressed={isSelected}
      onClick={() => onSelect(row.nodeId)}
      className={cn(
        columnClasses,
        // Its size is known: what counts inside has no more laid out than itself.
        "h-7 w-full items-center text-left [contain:strict] hover:bg-hover/60 focus-visible:-outline-offset-2",
        isSelected && "bg-accent-soft/60 hover:bg-accent-soft/60",
      )}
    >
      <span className="sr-only">
        {`${name}, ${statusWord(node)}, ${tries === 1 ? "1 try" : `${tries} tries`}`}
      </span>
      <span aria-hidden className="flex min-w-0 items-center gap-2 pr-3 pl-4">
        <StatusIcon status={shownStatus(node)} className="size-3.5" />
        <span className="truncate">{name}</span>
      </span>
      <svg aria-hidden className="h-7 w-full overflow-visible">
        {row.spans.map((span) => (
          <SpanBar
            key={`${span.kind}${span.attempt}-${span.startMs}`}
            span={span}
            from={((span.startMs - startMs) / lengthMs) * 100}
            to={(((span.endMs ?? endMs) - startMs) / lengthMs) * 100}
          />
        ))}
      </svg>
      <span aria-hidden className="pr-4 text-right text-ink-soft">
        <Duration startMs={node.startedAtMs} endMs={node.finishedAtMs} />
      </span>
    </button>
  );
}

const strokes: Readonly<Record<Span["ending"], string>> = {
  running: "stroke-running",
  completed: "stroke-completed",
  failed: "stroke-failed",
  cancelled: "stroke-cancelled",
};

/** A line with round ends: what took no time at all is still a dot. */
function SpanBar({ span, from, to }: { readonly span: Span; readonly from: number; readonly to: number }) {
  const length = span.endMs === null ? "" : `, ${formatDuration(span.endMs - span.startMs)}`;
  const place = { x1: `${from}%`, x2: `${Math.max(from, to)}%`, y1: 14, y2: 14 };
  if (span.kind === "attempt") {
    return (
      <line
        {...place}
        strokeWidth={8}
        strokeLinecap="round"
        className={cn(strokes[span.ending], span.endMs === null && "animate-breathe")}
      >
        <title>{`Try ${span.attempt}${length}`}</title>
      </line>
    );
  }
  return (
    <line
      {...place}
      strokeWidth={2}
      strokeDasharray={span.kind === "wait" ? "none" : "2 4"}
      className="stroke-waiting"
    >
      <title>{span.kind === "wait" ? `Waiting${length}` : `Until the next try${length}`}</title>
    </line>
  );
}
