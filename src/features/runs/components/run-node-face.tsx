"use client";

import { RotateCcw, Undo2 } from "lucide-react";
import { cn } from "#components/ui/class-names.ts";
import { Duration } from "#components/ui/display/duration.tsx";
import { type Status, statusLooks } from "#components/ui/display/status.ts";
import { StatusIcon } from "#components/ui/display/status-badge.tsx";
import { formatMoney } from "#components/ui/format/money.ts";
import type { NodeView } from "#core/run/view/fold.ts";
import type { UndoStepView } from "#core/run/view/undo-view.ts";
import { NodeFaceFrame, type NodeFaceProps } from "#features/graph/index.ts";
import { useNodeView, useRunPart } from "../live-run-context.ts";
import { shownStatus, statusWord } from "../model/node-look.ts";
import { undoStepWord } from "../model/words/undo-words.ts";

const frames: Readonly<Partial<Record<Status, string>>> = {
  pending: "border-line",
  running: "border-running bg-running-soft hover:bg-running-soft",
  waiting: "border-waiting bg-waiting-soft hover:bg-waiting-soft",
  failed: "border-failed bg-failed-soft hover:bg-failed-soft",
  skipped: "border-dashed border-line-strong bg-transparent",
  cancelled: "border-line bg-transparent",
};

/** A node of a run: its status, duration and cost. */
export function RunNodeFace({ node, isSelected, isTabStop }: NodeFaceProps) {
  const view = useNodeView(node.id);
  const status = shownStatus(view);
  const undo = useRunPart((run) => run.undo?.steps.find(({ nodeId }) => nodeId === node.id));
  const isDim = status === "pending" || status === "skipped" || status === "cancelled";
  return (
    <NodeFaceFrame
      node={node}
      isSelected={isSelected}
      isTabStop={isTabStop}
      description={`${node.type}, ${statusWord(view)}${retriesText(view.retries)}${undo === undefined ? "" : `, ${undoStepWord(undo)}`}`}
      className={cn(frames[status], isDim && "text-ink-soft")}
      mark={
        <>
          {undo === undefined ? null : <UndoMark undo={undo} />}
          <RetryMark retries={view.retries} />
          <StatusIcon status={status} />
        </>
      }
    >
      <span className={cn("truncate", statusLooks[status].text, status === "cancelled" && "line-through")}>
        {statusWord(view)}
      </span>
      <NodeFigures view={view} />
    </NodeFaceFrame>
  );
}

function NodeFigures({ view }: { readonly view: NodeView }) {
  const { startedAtMs, finishedAtMs, totals, status } = view;
  const isPriced = totals !== null && totals.inputTokens + totals.outputTokens > 0;
  const isTimed = startedAtMs !== null && status !== "pending" && status !== "skipped";
  return (
    <span className="figures flex shrink-0 items-center gap-2 text-ink-soft">
      {isTimed ? <Duration startMs={startedAtMs} endMs={finishedAtMs} /> : null}
      {isPriced ? <span>{formatMoney(totals.costMicros)}</span> : null}
    </span>
  );
}

function retriesText(retries: number): string {
  if (retries === 0) return "";
  return retries === 1 ? ", 1 retry" : `, ${retries} retries`;
}

/** The node is being undone; the icon stops when that is done. */
function UndoMark({ undo }: { readonly undo: UndoStepView }) {
  const { text } = statusLooks[undo.status];
  return <Undo2 aria-hidden className={cn("size-4 shrink-0", text)} />;
}

function RetryMark({ retries }: { readonly retries: number }) {
  if (retries === 0) return null;
  return (
    <span className="figures inline-flex items-center gap-0.5 text-waiting">
      <RotateCcw aria-hidden className="size-3" />
      {retries}
    </span>
  );
}
