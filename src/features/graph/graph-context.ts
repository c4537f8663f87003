"use client";

import { type ComponentType, createContext, useContext } from "react";
import type { GraphEdgeShape, GraphNodeShape } from "./graph-shape.ts";

/** How an edge is drawn: not reached yet, flowing, taken, or closed. */
export type EdgeLook = "idle" | "flowing" | "taken" | "shut";

export interface NodeFaceProps {
  readonly node: GraphNodeShape;
  readonly isSelected: boolean;
  /** Whether the Tab key stops here; left out if it stops at every node. */
  readonly isTabStop?: boolean | undefined;
}

/** What pages supply to draw nodes. Faces read their own data, so that a change renders only one of them. */
export interface GraphParts {
  /** Renders a node's content, filling its frame. */
  readonly NodeFace: ComponentType<NodeFaceProps>;
  /** A hook that returns how an edge is drawn. */
  readonly useEdgeLook: (edge: GraphEdgeShape) => EdgeLook;
  /** A hook that returns the start of the value that passed through an edge; null, or left out: unknown. */
  readonly useEdgeValue?: (edge: GraphEdgeShape) => string | null;
}

/** Shared by all parts of a graph. A change renders all of them again, so keep it small. */
export interface GraphContextValue extends GraphParts {
  readonly direction: "LR" | "TB";
  /** Zoomed out, nodes are plain boxes, since their text could not be read. */
  readonly isFar: boolean;
  /** The width of an edge's pointer target, in pixels; left out in read-only graphs. */
  readonly edgeReach?: number;
  /** How far the handles extend beyond their nodes, in pixels; left out if there are none. */
  readonly handleReach?: number;
  readonly onSelect: (nodeId: string) => void;
}

export const GraphContext = createContext<GraphContextValue | null>(null);

export function useGraphContext(): GraphContextValue {
  const value = useContext(GraphContext);
  if (value === null) throw new Error("A part of a graph stands outside of one");
  return value;
}
