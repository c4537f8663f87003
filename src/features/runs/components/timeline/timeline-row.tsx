"use client";

import { cn } from "#components/ui/class-names.ts";
import { Duration } from "#components/ui/display/duration.tsx";
import { StatusIcon } from "#components/ui/display/status-badge.tsx";
import { formatDuration } from "#components/ui/format/duration.ts";
import { formatMoney } from "#components/ui/format/money.ts";
import type { NodeView } from "#core/run/view/fold.ts";
import { useNodeView } from "../../live-run-context.ts";
import { shownStatus, statusWord } from "../../model/node-look.ts";
import type { Span, TimelineRow } from "../../model/timeline/timeline.ts";

/**
 * Name, time, cost and duration: the same columns in the head and in each row. Names get the width they need, up to two
 * fifths.
 */
export function columnsFor(longestName: number): string {
  const names =
    longestName <= 18
      ? "grid-cols-[min(11rem,40%)_minmax(0,1fr)_10.5rem]"
      : longestName <= 30
        ? "grid-cols-[min(16rem,40%)_minmax(0,1fr)_10.5rem]"
        : "grid-cols-[min(24rem,40%)_minmax(0,1fr)_10.5rem]";
  return `grid gap-x-2 ${names}`;
}

interface TimelineRowLineProps {
  readonly row: TimelineRow;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly columns: string;
  readonly isSelected: boolean;
  readonly onSelect: (nodeId: string) => void;
}

/** A node's row: a button that selects the node. */
export function TimelineRowLine(props: TimelineRowLineProps) {
  const { row, name, startMs, endMs, columns, isSelected, onSelect } = props;
  const node = useNodeView(row.nodeId);
  const lengthMs = endMs - startMs;
  const tries = row.spans.filter((span) => span.kind === "attempt").length;
  return (
    <button
      type="button"
      aria-pressed={isSelected}
      onClick={() => onSelect(row.nodeId)}
      className={cn(
        columns,
        // The size is fixed, so a counter inside causes no layout elsewhere.
        "h-7 w-full items-center text-left [contain:strict] hover:bg-hover/60 focus-visible:-outline-offset-2",
        isSelected && "bg-accent-soft/60 hover:bg-accent-soft/60",
      )}
    >
      <span className="sr-only">
        {`${name}, ${statusWord(node)}, ${tries === 1 ? "1 try" : `${tries} tries`}${costWords(node)}`}
      </span>
      <span aria-hidden className="flex min-w-0 items-center gap-2 pl-4">
        <StatusIcon status={shownStatus(node)} className="size-3.5" />
        <span dir="auto" title={name} className="truncate">
          {name}
        </span>
      </span>
      <svg aria-hidden className="h-7 w-full overflow-visible">
        {[...row.spans, ...row.children].map((span) => (
          <SpanBar
            key={`${span.kind}${span.attempt}-${span.startMs}`}
            span={span}
            from={((span.startMs - startMs) / lengthMs) * 100}
            to={(((span.endMs ?? endMs) - startMs) / lengthMs) * 100}
          />
        ))}
      </svg>
      <span aria-hidden className="flex justify-end gap-3 whitespace-nowrap pr-4 text-ink-soft">
        {node.totals === null || node.totals.costMicros === 0 ? null : (
          <span className="figures text-ink-faint">{formatMoney(node.totals.costMicros)}</span>
        )}
        {node.status === "skipped" ? (
          <span className="text-ink-faint">skipped</span>
        ) : (
          <Duration startMs={node.startedAtMs} endMs={node.finishedAtMs} />
        )}
      </span>
    </button>
  );
}

function costWords({ totals }: NodeView): string {
  if (totals === null || totals.costMicros === 0) return "";
  return `, ${formatMoney(totals.costMicros)}`;
}

const strokes: Readonly<Record<Span["ending"], string>> = {
  running: "stroke-running",
  completed: "stroke-completed",
  failed: "stroke-failed",
  cancelled: "stroke-cancelled",
};

/** A line with round ends, so that a duration of zero is still a dot. */
function SpanBar({ span, from, to }: { readonly span: Span; readonly from: number; readonly to: number }) {
  const length = span.endMs === null ? "" : `, ${formatDuration(span.endMs - span.startMs)}`;
  const place = { x1: `${from}%`, x2: `${Math.max(from, to)}%`, y1: 14, y2: 14 };
  if (span.kind === "skip") {
    return (
      <circle
        cx={`${from}%`}
        cy={14}
        r={3.5}
        fill="none"
        strokeWidth={1.5}
        strokeDasharray="2 2"
        className="stroke-skipped"
      >
        <title>Skipped</title>
      </circle>
    );
  }
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
  if (span.kind === "child") {
    return (
      <line {...place} y1={22} y2={22} strokeWidth={3} strokeLinecap="round" className={strokes[span.ending]}>
        <title>{`Run ${span.attempt} that it started${length}`}</title>
      </line>
    );
  }
  const { title, dashes, stroke } = thinLines[span.kind];
  return (
    <line {...place} strokeWidth={2} strokeDasharray={dashes} className={stroke}>
      <title>{`${title}${length}`}</title>
    </line>
  );
}

const thinLines = {
  queue: { title: "Waiting for a worker", dashes: "1 3", stroke: "stroke-ink-faint" },
  wait: { title: "Waiting", dashes: "none", stroke: "stroke-waiting" },
  backoff: { title: "Until the next try", dashes: "2 4", stroke: "stroke-waiting" },
} as const;
