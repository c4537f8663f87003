"use client";

import { type ComponentType, createContext, useContext } from "react";
import type { GraphEdgeShape, GraphNodeShape } from "./graph-shape.ts";

/** How an edge is drawn: nothing has come this way yet, something flows, it was taken, or it is shut. */
export type EdgeLook = "idle" | "flowing" | "taken" | "shut";

export interface NodeFaceProps {
  readonly node: GraphNodeShape;
  readonly isSelected: boolean;
  /** Whether the Tab key stops at it; left out where it stops at each node. */
  readonly isTabStop?: boolean | undefined;
}

/**
 * What the pages that draw graphs bring themselves. Faces read their own data, so that one that changes redraws alone.
 */
export interface GraphParts {
  /** What stands in a node's frame. Fills it. */
  readonly NodeFace: ComponentType<NodeFaceProps>;
  /** A hook that says how an edge looks now. */
  readonly useEdgeLook: (edge: GraphEdgeShape) => EdgeLook;
  /** A hook that gives the beginning of what came through an edge; null, or left out: nothing is known of it. */
  readonly useEdgeValue?: (edge: GraphEdgeShape) => string | null;
}

/** What all parts of a graph need to be drawn. When it changes all of them are drawn again, so little belongs in it. */
export interface GraphContextValue extends GraphParts {
  readonly direction: "LR" | "TB";
  /** Seen from afar a node is a plain box: nobody could read what is in it. */
  readonly isFar: boolean;
  /** How wide an edge is for the pointer, in pixels; left out where edges are only looked at. */
  readonly edgeReach?: number;
  /** How far the circles at which edges end stand out from their nodes, in pixels; left out where there are none. */
  readonly handleReach?: number;
  readonly onSelect: (nodeId: string) => void;
}

export const GraphContext = createContext<GraphContextValue | null>(null);

export function useGraphContext(): GraphContextValue {
  const value = useContext(GraphContext);
  if (value === null) throw new Error("A part of a graph stands outside of one");
  return value;
}
