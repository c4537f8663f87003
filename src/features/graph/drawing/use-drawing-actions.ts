"use client";

import { useReactFlow } from "@xyflow/react";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { NodeTypeName } from "#core/nodes/registry.ts";
import { useFitOptions } from "../components/fit-to-room.tsx";
import { freePlace, type NodePlace, nodeSize, placeBehind } from "../node-place.ts";
import type { Drawing } from "../use-drawing.ts";
import { paletteRoom } from "./components/node-palette.tsx";
import type { DrawingPaneProps, GraphDrawingProps, WantedPlace } from "./drawing-props.ts";
import { placesWithNotes } from "./marks-geometry.ts";
import { middleOf } from "./neighbours.ts";

const moveMs = 140;
/** Zoom in at least this far, so that a name can be read. */
const readableZoom = 0.7;

/** Adds nodes where they fit: at a position, after a node, or on an edge. */
export function useAddNode(drawing: Drawing, onCommand: GraphDrawingProps["onCommand"]) {
  return useCallback(
    (type: NodeTypeName, { place, at }: WantedPlace) => {
      const isByHand = drawing.shape.nodes.some(({ position }) => position !== null);
      const isPut = at !== null && place.kind !== "onEdge";
      const places = isByHand || isPut ? drawing.places : null;
      const found = places === null ? null : placeOf(drawing, { place, at: isPut ? at : null });
      onCommand({ kind: "add", type, place, at: found, places });
    },
    [drawing, onCommand],
  );
}

/** Adds a note in the centre of the view, or below what is there. */
export function useAddNote(
  drawing: Drawing,
  frame: RefObject<HTMLElement | null>,
  onCommand: GraphDrawingProps["onCommand"],
) {
  const { screenToFlowPosition } = useReactFlow();
  return useCallback(() => {
    const room = frame.current?.getBoundingClientRect();
    if (room === undefined) return;
    const { left, top, width, height } = room;
    const middle = screenToFlowPosition({ x: left + width / 2, y: top + height / 2 });
    const corner = { x: middle.x - nodeSize.width / 2, y: middle.y - nodeSize.height / 2 };
    const places = placesWithNotes(drawing.shape, drawing.places);
    onCommand({ kind: "addNote", at: freePlace(places, corner, "LR"), places: drawing.places });
  }, [drawing, frame, onCommand, screenToFlowPosition]);
}

function placeOf({ places, shape, direction }: Drawing, { place, at }: WantedPlace): NodePlace | null {
  if (at !== null) return { x: at.x - nodeSize.width / 2, y: at.y - nodeSize.height / 2 };
  if (place.kind === "onEdge") {
    const edge = shape.edges.find(({ id }) => id === place.edgeId);
    const middle = edge === undefined ? null : middleOf(edge, places);
    if (middle === null) return null;
    const corner = { x: middle.x - nodeSize.width / 2, y: middle.y - nodeSize.height / 2 };
    return freePlace(places, corner, direction);
  }
  if (place.kind === "apart") return placeBehind({ edges: [] }, places, "", direction);
  const source = places.get(place.nodeId);
  if (source === undefined) return null;
  const gap = 48;
  const behind =
    direction === "LR"
      ? { x: source.x + nodeSize.width + gap, y: source.y }
      : { x: source.x, y: source.y + nodeSize.height + gap };
  return freePlace(places, behind, direction);
}

/** Moves the view: to everything, to the selection, or to a node that is out of view. */
export function useView(
  frame: RefObject<HTMLElement | null>,
  isMoved: RefObject<boolean>,
  { drawing, room }: Pick<DrawingPaneProps, "drawing" | "room">,
) {
  const fit = useFitOptions(drawing.places, room, paletteRoom(room));
  const { fitView, setCenter, getZoom, getNode, flowToScreenPosition } = useReactFlow();
  const showAll = useCallback(() => {
    isMoved.current = false;
    void fitView({ ...fit, duration: moveMs });
  }, [fitView, isMoved, fit]);
  const showNodes = useCallback(
    (ids: readonly string[]) => {
      isMoved.current = true;
      void fitView({ ...fit, nodes: ids.map((id) => ({ id })), duration: moveMs });
    },
    [fitView, isMoved, fit],
  );
  const reveal = useCallback(
    (id: string) => {
      const place = getNode(id)?.position;
      const room = frame.current?.getBoundingClientRect();
      if (place === undefined || room === undefined) return;
      const from = flowToScreenPosition(place);
      const to = flowToScreenPosition({ x: place.x + nodeSize.width, y: place.y + nodeSize.height });
      if (from.x >= room.left && from.y >= room.top && to.x <= room.right && to.y <= room.bottom) return;
      isMoved.current = true;
      void setCenter(place.x + nodeSize.width / 2, place.y + nodeSize.height / 2, {
        zoom: Math.max(getZoom(), readableZoom),
        duration: moveMs,
      });
    },
    [frame, isMoved, getNode, getZoom, setCenter, flowToScreenPosition],
  );
  return { fit, showAll, showNodes, reveal };
}

/** How many frames to wait until React Flow has rendered a node. */
const mostFrames = 30;

/** Do not take the focus from the form, or from a field in the drawing: the next letter is for it. */
function isElsewhere(frame: HTMLElement | null): boolean {
  const { activeElement } = document;
  // If nothing has the focus, the element around the drawing gets it.
  if (activeElement === null || activeElement.contains(frame)) return false;
  return frame?.contains(activeElement) === false || activeElement.matches("input, textarea");
}

/** Focuses a node as soon as it is rendered, and brings it into view. */
export function useFocusOnNode(frame: RefObject<HTMLElement | null>, reveal: (id: string) => void) {
  const [wanted, setWanted] = useState<{ readonly id: string } | null>(null);
  const open = useRef(wanted);
  const tryNow = useCallback(() => {
    const attempt = (frames: number) => {
      if (open.current === null) return;
      // Do not take the focus from people who went elsewhere meanwhile.
      if (isElsewhere(frame.current)) {
        open.current = null;
        return;
      }
      const { id } = open.current;
      const node = frame.current?.querySelector(`[data-id="${CSS.escape(id)}"] button`);
      reveal(id);
      if (node instanceof HTMLElement) {
        open.current = null;
        node.focus({ preventScroll: true });
      } else if (frames > 0) requestAnimationFrame(() => attempt(frames - 1));
    };
    attempt(mostFrames);
  }, [frame, reveal]);
  // Wait for the render that followed the request: by then a field that was left is gone.
  useEffect(() => {
    open.current = wanted;
  }, [wanted]);
  // Check after each render: the text with a new node is parsed when there is time.
  useEffect(() => tryNow());
  const focusOn = useCallback((id: string) => setWanted({ id }), []);
  return { focusOn, tryNow };
}
