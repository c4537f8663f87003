"use client";

import { ViewportPortal } from "@xyflow/react";
import { Plus, X } from "lucide-react";
import { Button } from "#components/ui/controls/button.tsx";
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

/** What can be done with the edge under the pointer, in its middle. */
export function EdgeTools({ edge, places, onInsert, onRemove, onLeave }: EdgeToolsProps) {
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
      </fieldset>
    </ViewportPortal>
  );
}
