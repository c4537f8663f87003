"use client";

import { cn } from "#components/ui/class-names.ts";
import { Duration } from "#components/ui/duration.tsx";
import { formatDuration } from "#components/ui/format/duration.ts";
import { StatusIcon } from "#components/ui/status-badge.tsx";
import { useNodeView } from "../live-run-context.ts";
import { shownStatus, statusWord } from "../model/node-look.ts";
import type { Span, TimelineRow } from "../model/timeline.ts";

interface TimelineRowLineProps {
  readonly row: TimelineRow;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly ticks: readonly number[];
  readonly isSelected: boolean;
  readonly onSelect: (nodeId: string) => void;
}

/** One node's line: a button, because it chooses the node. */
export function TimelineRowLine(props: TimelineRowLineProps) {
  const { row, name, startMs, endMs, ticks, isSelected, onSelect } = props;
  const node = useNodeView(row.nodeId);
  const lengthMs = endMs - startMs;
  const tries = row.spans.filter((span) => span.kind === "attempt").length;
  return (
    <button
      type="button"
      aria-pressed={isSelected}
      onClick={() => onSelect(row.nodeId)}
      className={cn(
        "grid h-7 w-full grid-cols-[11rem_minmax(0,1fr)_5rem] items-center text-left hover:bg-hover focus-visible:-outline-offset-2",
        "max-sm:grid-cols-[8rem_minmax(0,1fr)_4rem]",
        isSelected && "bg-accent-soft hover:bg-accent-soft",
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
        {ticks.map((tick) => (
          <line
            key={tick}
            x1={`${(tick / lengthMs) * 100}%`}
            x2={`${(tick / lengthMs) * 100}%`}
            y1="0"
            y2="28"
            className="stroke-line"
          />
        ))}
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
