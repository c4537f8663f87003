"use client";

import type { ReactNode } from "react";
import { cn } from "#components/ui/class-names.ts";
import { useGraphContext } from "../graph-context.ts";
import type { GraphNodeShape } from "../graph-shape.ts";
import { NodeTypeIcon } from "./node-type-icon.tsx";

interface NodeFaceFrameProps {
  readonly node: GraphNodeShape;
  readonly isSelected: boolean;
  readonly isTabStop?: boolean | undefined;
  /** The accessible description, added to the node's name. */
  readonly description: string;
  /** To the right of the name. */
  readonly mark?: ReactNode;
  /** The second line. */
  readonly children: ReactNode;
  readonly className?: string;
}

/** A node as a button; its size is fixed, whatever its content. */
export function NodeFaceFrame({
  node,
  isSelected,
  isTabStop = true,
  description,
  mark,
  children,
  className,
}: NodeFaceFrameProps) {
  const { onSelect, isFar } = useGraphContext();
  return (
    <button
      type="button"
      aria-pressed={isSelected}
      tabIndex={isTabStop ? 0 : -1}
      onClick={() => onSelect(node.id)}
      className={cn(
        // React Flow disables pointer events on nodes that it does not manage itself.
        "nopan pointer-events-auto grid h-15 w-52 content-center gap-0.5 rounded-base border border-line-strong bg-paper px-2.5 text-left",
        // The size is fixed, so a counter inside causes no layout elsewhere.
        "[contain:strict] hover:bg-hover focus-visible:outline-offset-2",
        className,
        isSelected && "outline-2 outline-accent outline-offset-1",
        isFar && "graph-node-far",
        isFar && isSelected && "graph-node-far-chosen",
      )}
    >
      <span className="sr-only">{`${node.name}, ${description}`}</span>
      {isFar ? null : (
        <>
          <span aria-hidden className="flex min-w-0 items-center gap-1.5">
            <NodeTypeIcon type={node.type} />
            <span dir="auto" className="min-w-0 grow truncate font-medium">
              {node.name}
            </span>
            {mark}
          </span>
          <span
            aria-hidden
            className="flex min-w-0 items-center justify-between gap-2 text-ink-faint text-mono"
          >
            {children}
          </span>
        </>
      )}
    </button>
  );
}
