"use client";

import { Panel, type ReactFlowState, useReactFlow, useStore } from "@xyflow/react";
import { memo, type PointerEvent, type RefObject, useMemo, type WheelEvent } from "react";
import { nodeSize } from "../node-place.ts";
import type { Room } from "../use-room.ts";
import { type Box, boxesPath, overviewBox } from "./overview-box.ts";
import { hasOverview, overviewSize } from "./overview-room.ts";

const { width, height } = overviewSize;

interface GraphOverviewProps {
  readonly nodeCount: number;
  readonly room: Room | null;
  /** Whether the person has moved the view. */
  readonly isMoved: RefObject<boolean>;
}

/** A minimap of a large graph with the visible part marked; dragging it moves the view. */
export function GraphOverview({ nodeCount, room, isMoved }: GraphOverviewProps) {
  return hasOverview(nodeCount, room) ? <Overview isMoved={isMoved} /> : null;
}

interface OverviewBoxes {
  readonly frames: readonly Box[];
  readonly nodes: readonly Box[];
  readonly chosen: readonly Box[];
}

/** Redrawn when a node moves or is selected, not when the view moves. */
function Overview({ isMoved }: Pick<GraphOverviewProps, "isMoved">) {
  const drawn = useStore((state) => state.nodes);
  const { frames, nodes, chosen } = useMemo(() => {
    const boxes: OverviewBoxes & Record<keyof OverviewBoxes, Box[]> = { frames: [], nodes: [], chosen: [] };
    for (const { type, position, measured, selected = false } of drawn) {
      const kind = type === "frame" ? "frames" : selected ? "chosen" : "nodes";
      boxes[kind].push({ ...position, ...nodeSize, ...measured });
    }
    return boxes;
  }, [drawn]);
  const seen = useMemo(
    () => overviewBox([...frames, ...nodes, ...chosen], width / height),
    [frames, nodes, chosen],
  );
  const move = useMoveView(seen, isMoved);
  if (seen === null) return null;
  return (
    <Panel position="bottom-right" className="graph-overview nopan">
      <svg
        role="img"
        aria-label="Overview of the whole graph"
        width={width}
        height={height}
        viewBox={`${seen.x} ${seen.y} ${seen.width} ${seen.height}`}
        {...move}
      >
        <Boxes {...{ frames, nodes, chosen }} />
        <Shade seen={seen} />
      </svg>
    </Panel>
  );
}

const Boxes = memo(function Boxes({ frames, nodes, chosen }: OverviewBoxes) {
  return (
    <>
      <path className="graph-overview-frame" d={boxesPath(frames)} />
      <path className="graph-overview-node" d={boxesPath(nodes)} />
      <path className="graph-overview-chosen" d={boxesPath(chosen)} />
    </>
  );
});

/** Covers what is out of view. */
function Shade({ seen }: { readonly seen: Box }) {
  const inSight = useStore(boxInSight, isSameBox);
  return <path className="graph-overview-shade" fillRule="evenodd" d={boxesPath([seen, inSight])} />;
}

function boxInSight({ transform: [x, y, zoom], width: across, height: down }: ReactFlowState): Box {
  return { x: -x / zoom, y: -y / zoom, width: across / zoom, height: down / zoom };
}

function isSameBox(one: Box, other: Box): boolean {
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
}

/** Dragging moves the view to the pointer, and the wheel zooms. */
function useMoveView(seen: Box | null, isMoved: RefObject<boolean>) {
  const { setCenter, getZoom, zoomTo } = useReactFlow();
  const goTo = ({ currentTarget, clientX, clientY }: PointerEvent<SVGSVGElement>) => {
    if (seen === null) return;
    const { left, top } = currentTarget.getBoundingClientRect();
    const place = {
      x: seen.x + ((clientX - left) / width) * seen.width,
      y: seen.y + ((clientY - top) / height) * seen.height,
    };
    isMoved.current = true;
    void setCenter(place.x, place.y, { zoom: getZoom() });
  };
  return {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      goTo(event);
    },
    onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) goTo(event);
    },
    onWheel: ({ deltaY }: WheelEvent) => {
      isMoved.current = true;
      void zoomTo(getZoom() * 2 ** (-deltaY * 0.002));
    },
  };
}
