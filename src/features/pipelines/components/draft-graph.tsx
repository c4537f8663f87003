"use client";

import { Minus, PencilLine, Pin, Plus, TriangleAlert } from "lucide-react";
import { createContext, useContext, useMemo } from "react";
import { StatusIcon } from "#components/ui/display/status-badge.tsx";
import {
  type EdgeLook,
  GraphDrawing,
  type GraphDrawingProps,
  type GraphEdgeShape,
  type GraphParts,
  NodeFaceFrame,
  type NodeFaceProps,
  PipelineGraph,
} from "#features/graph/index.ts";
import type { Drawable } from "../model/drawable.ts";
import type { DrawnDifference, PartDifference } from "../model/publish/drawn-difference.ts";
import { lastEdgeLook } from "../model/try/last-edge-look.ts";
import type { NodeMark } from "../model/try/last-values.ts";

interface DraftGraphContextValue {
  readonly drawable: Drawable;
  readonly faulty: ReadonlySet<string>;
  readonly marks: ReadonlyMap<string, NodeMark>;
  readonly difference: DrawnDifference | null;
}

const DraftGraphContext = createContext<DraftGraphContextValue | null>(null);

function DraftNodeFace({ node, isSelected, isTabStop }: NodeFaceProps) {
  const context = useContext(DraftGraphContext);
  const drawn = context?.drawable.nodes.get(node.id);
  const isFaulty = context?.faulty.has(node.id) ?? false;
  const detail = drawn?.detail ?? "";
  const last = context?.marks.get(node.id);
  const difference = context?.difference?.nodes.get(node.id);
  const description = [node.type, detail, isFaulty ? "has a problem" : "", wordsOf(last), difference]
    .filter(Boolean)
    .join(", ");
  return (
    <NodeFaceFrame
      node={node}
      isSelected={isSelected}
      isTabStop={isTabStop}
      description={description}
      mark={
        difference === undefined ? (
          <Mark isFaulty={isFaulty} last={last} />
        ) : (
          <DifferenceMark difference={difference} />
        )
      }
      className={difference === undefined ? (isFaulty ? "border-failed/60" : "") : frames[difference]}
    >
      {last?.output == null || last.output === "" ? (
        <>
          <span className="shrink-0">{node.type}</span>
          <span className="min-w-0 truncate text-ink-soft">{detail}</span>
        </>
      ) : (
        <>
          <span className="max-w-[45%] shrink-0 truncate">{detail || node.type}</span>
          <span dir="auto" className="min-w-0 truncate text-ink-soft">
            {last.output}
          </span>
        </>
      )}
    </NodeFaceFrame>
  );
}

const frames: Readonly<Record<PartDifference, string>> = {
  added: "border-2 border-completed",
  changed: "border-2 border-waiting",
  removed: "border-2 border-failed border-dashed text-ink-soft",
};

const differenceLooks = {
  added: { Icon: Plus, className: "text-completed" },
  changed: { Icon: PencilLine, className: "text-waiting" },
  removed: { Icon: Minus, className: "text-failed" },
} as const;

/** An icon of its own shape and a word: never colour alone. */
function DifferenceMark({ difference }: { readonly difference: PartDifference }) {
  const { Icon, className } = differenceLooks[difference];
  return (
    <span className={`flex shrink-0 items-center gap-1 text-mono ${className}`}>
      <Icon aria-hidden className="size-3.5" />
      {difference}
    </span>
  );
}

/** The status of a node in the selected run, in words. */
function wordsOf(last: NodeMark | undefined): string {
  if (last === undefined) return "";
  if (last.isPinned) return "output pinned";
  return `${last.status} in the last run`;
}

/** An error takes priority over a pin, and a pin over the last run's status. */
function Mark({ isFaulty, last }: { readonly isFaulty: boolean; readonly last: NodeMark | undefined }) {
  if (isFaulty) return <TriangleAlert aria-hidden className="size-4 shrink-0 text-failed" />;
  if (last === undefined) return null;
  return last.isPinned ? (
    <Pin aria-hidden className="size-4 shrink-0 text-accent" />
  ) : (
    <StatusIcon status={last.status} />
  );
}

function useEdgeLook(edge: GraphEdgeShape): EdgeLook {
  const context = useContext(DraftGraphContext);
  const difference = context?.difference?.edges.get(edge.id);
  if (difference !== undefined) return difference === "added" ? "taken" : "shut";
  return context === null ? "idle" : lastEdgeLook(edge, context.marks);
}

/** The value that passed through an edge in the selected run. */
function useEdgeValue(edge: GraphEdgeShape): string | null {
  const context = useContext(DraftGraphContext);
  if (context === null || lastEdgeLook(edge, context.marks) !== "taken") return null;
  return context.marks.get(edge.from)?.output ?? null;
}

const parts: GraphParts = { NodeFace: DraftNodeFace, useEdgeLook, useEdgeValue };

/** What makes the graph editable; null if it is read-only. */
export type EditingProps = Pick<
  GraphDrawingProps,
  | "chosen"
  | "history"
  | "onCommand"
  | "copyText"
  | "canConnect"
  | "place"
  | "inner"
  | "folded"
  | "onFold"
  | "mayDraw"
>;

interface DraftGraphProps {
  readonly drawable: Drawable;
  /** The text is invalid: this is the graph of the last valid one. */
  readonly isOld?: boolean;
  readonly label: string;
  /** Nodes with an error. */
  readonly faulty: ReadonlySet<string>;
  /** The status of each node in the selected run; left out without one. */
  readonly marks?: ReadonlyMap<string, NodeMark>;
  /** What has changed; left out without a comparison. */
  readonly difference?: DrawnDifference | null;
  /** For a read-only graph; an editable one has its selection in `tools`. */
  readonly selectedId?: string | null;
  readonly onSelect?: (nodeId: string) => void;
  readonly tools?: EditingProps | null;
}

const choosesNothing = () => {};
const noMarks: ReadonlyMap<string, NodeMark> = new Map();

/** The graph of a definition that is being written; editable if `tools` are given. */
export function DraftGraph(props: DraftGraphProps) {
  const {
    drawable,
    isOld = false,
    label,
    faulty,
    marks = noMarks,
    difference = null,
    selectedId = null,
    onSelect = choosesNothing,
    tools = null,
  } = props;
  const context = useMemo(
    () => ({ drawable, faulty, marks, difference }),
    [drawable, faulty, marks, difference],
  );
  return (
    <DraftGraphContext value={context}>
      <div className="flex h-full min-h-0 flex-col">
        {isOld ? (
          <p role="status" className="flex shrink-0 gap-2 border-b bg-waiting-soft px-4 py-1.5">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-waiting" />
            The text is not valid at the moment. This is the drawing of the last valid text.
          </p>
        ) : null}
        {tools === null ? (
          <PipelineGraph
            label={label}
            shape={drawable.shape}
            parts={parts}
            selectedId={selectedId}
            onSelect={onSelect}
          />
        ) : (
          <GraphDrawing
            {...tools}
            label={label}
            shape={drawable.shape}
            parts={parts}
            isReadOnly={isOld || !tools.mayDraw}
          />
        )}
      </div>
    </DraftGraphContext>
  );
}
