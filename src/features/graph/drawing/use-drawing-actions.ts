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
/** At least so large that a name can be read. */
const readableZoom = 0.7;

/** Adds nodes at the places that fit the drawing: where one was put, or after another, or between two. */
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

/** Adds a note in the middle of what is in sight, or below where something stands there. */
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

/** Moves the view: to all of it, to what is chosen, to one node that is out of sight. */
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

/** A node is waited for during this many frames that the drawing's library has yet to put on the page. */
const mostFrames = 30;

/** Whoever has gone on to the form, or types in the drawing to find or add a node: their next letter is for there. */
function isElsewhere(frame: HTMLElement | null): boolean {
  const { activeElement } = document;
  // The page around the drawing has the focus where nothing else has it.
  if (activeElement === null || activeElement.contains(frame)) return false;
  return frame?.contains(activeElement) === false || activeElement.matches("input, textarea");
}

/** Takes the focus to a node as soon as it is drawn, and brings it into sight. */
export function useFocusOnNode(frame: RefObject<HTMLElement | null>, reveal: (id: string) => void) {
  const [wanted, setWanted] = useState<{ readonly id: string } | null>(null);
  const open = useRef(wanted);
  const tryNow = useCallback(() => {
    const attempt = (frames: number) => {
      if (open.current === null) return;
      // Who has gone elsewhere in the meantime stays there.
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
  // Only once the page shows what was wanted then: a field that was left by it is gone from the page.
  useEffect(() => {
    open.current = wanted;
  }, [wanted]);
  // After each drawing: the text that a new node stands in is read when there is time.
  useEffect(() => tryNow());
  const focusOn = useCallback((id: string) => setWanted({ id }), []);
  return { focusOn, tryNow };
}
