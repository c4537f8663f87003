"use client";

import { ViewportPortal } from "@xyflow/react";
import { Plus, X } from "lucide-react";
import { Button } from "#components/ui/controls/button.tsx";
import { useGraphContext } from "../../graph-context.ts";
import type { GraphEdgeShape } from "../../graph-shape.ts";
import type { NodePlaces } from "../../node-place.ts";
import { middleOf } from "../neighbours.ts";

interface EdgeToolsProps {
  readonly edge: GraphEdgeShape;
  readonly places: NodePlaces;
  readonly onInsert: () => void;
  readonly onRemove: () => void;
  readonly onLeave: () => void;
}

const knowsNothing = () => null;

/** At the middle of the hovered edge: its actions, and the last value that passed through it. */
export function EdgeTools({ edge, places, onInsert, onRemove, onLeave }: EdgeToolsProps) {
  const { useEdgeValue = knowsNothing } = useGraphContext();
  const value = useEdgeValue(edge);
  const middle = middleOf(edge, places);
  if (middle === null) return null;
  return (
    <ViewportPortal>
      <fieldset
        aria-label="This edge"
        className="nopan pointer-events-auto absolute flex -translate-x-1/2 -translate-y-1/2 rounded-base border bg-raised p-0.5 shadow-float"
        style={{ left: middle.x, top: middle.y }}
        onPointerLeave={onLeave}
      >
        <Button
          tone="quiet"
          className="size-6 p-0"
          aria-label="Insert a node here"
          data-tip="Insert a node here"
          onClick={onInsert}
        >
          <Plus aria-hidden />
        </Button>
        <Button
          tone="quiet"
          className="size-6 p-0"
          aria-label="Remove this edge"
          data-tip="Remove this edge"
          onClick={onRemove}
        >
          <X aria-hidden />
        </Button>
        {value === null ? null : (
          <span
            dir="auto"
            className="pointer-events-none absolute top-full left-1/2 mt-1 max-w-60 -translate-x-1/2 truncate rounded-small border bg-raised px-1.5 py-0.5 font-mono text-ink-soft text-mono shadow-float"
          >
            {value}
          </span>
        )}
      </fieldset>
    </ViewportPortal>
  );
}
