"use client";

import type { EdgeChange, NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import type { FlowEdge } from "../components/graph-edge.tsx";
import type { FlowNode } from "../components/graph-node-view.tsx";
import type { NodePlace, NodePlaces } from "../node-place.ts";
import type { Drawing } from "../use-drawing.ts";
import type { Chosen } from "./drawing-command.ts";
import type { GraphDrawingProps } from "./drawing-props.ts";
import type { FlowFrame, FlowNote } from "./drawn-marks.ts";
import { draggedPlaces } from "./marks-geometry.ts";

/** Everything in a drawing. */
export type FlowItem = FlowNode | FlowNote | FlowFrame;

const nothingDragged: NodePlaces = new Map();

/** The places of nodes during a drag, and until the changed text has been drawn. */
export function useDrag(drawing: Drawing, onCommand: GraphDrawingProps["onCommand"]) {
  const [drag, setDrag] = useState<{ readonly of: Drawing | null; readonly places: NodePlaces }>({
    of: null,
    places: nothingDragged,
  });
  /** The dragged element, and everything that moves with it. */
  const held = useRef(nothingDragged);
  const latest = useRef(nothingDragged);
  const dragTo = useCallback(
    (moved: readonly (readonly [string, NodePlace])[]) => {
      if (moved.length === 0) return;
      held.current = new Map([...held.current, ...moved]);
      latest.current = draggedPlaces(drawing.shape, drawing.places, held.current);
      setDrag({ of: drawing, places: latest.current });
    },
    [drawing],
  );
  const drop = useCallback(() => {
    const moved = [...latest.current.keys()];
    const places = new Map([...drawing.places, ...latest.current]);
    latest.current = nothingDragged;
    held.current = nothingDragged;
    if (moved.length > 0 && !onCommand({ kind: "move", places, moved })) {
      setDrag({ of: null, places: nothingDragged });
    }
  }, [drawing, onCommand]);
  const dragged = drag.of === drawing ? drag.places : nothingDragged;
  /** The current places of all nodes. */
  const places = useMemo(
    () => (dragged.size === 0 ? drawing.places : new Map([...drawing.places, ...dragged])),
    [drawing, dragged],
  );
  return { dragged, places, dragTo, drop };
}

/** The places in React Flow's changes. */
export function placesIn(
  changes: readonly NodeChange<FlowItem>[],
): readonly (readonly [string, NodePlace])[] {
  return changes.flatMap((change) =>
    change.type === "position" && change.position !== undefined && change.dragging === true
      ? [[change.id, change.position] as const]
      : [],
  );
}

/** The selection after React Flow's changes; null if it is the same. */
export function chosenAfter(
  { nodeIds, edgeIds }: Chosen,
  changes: readonly (NodeChange<FlowItem> | EdgeChange<FlowEdge>)[],
  kind: "nodes" | "edges",
): Chosen | null {
  const chosen = new Set(kind === "nodes" ? nodeIds : edgeIds);
  const before = [...chosen].join("\n");
  for (const change of changes) {
    if (change.type !== "select") continue;
    if (change.selected) chosen.add(change.id);
    else chosen.delete(change.id);
  }
  if ([...chosen].join("\n") === before) return null;
  return kind === "nodes" ? { nodeIds: [...chosen], edgeIds } : { nodeIds, edgeIds: [...chosen] };
}
