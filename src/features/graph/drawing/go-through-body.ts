import type { GraphNodeShape } from "../graph-shape.ts";
import type { DrawingCommand } from "./drawing-command.ts";
import type { DrawnPlace } from "./drawing-props.ts";

/** Opens a node's body; null if it has none. */
export function openBody({ owners }: DrawnPlace, node: GraphNodeShape | undefined): DrawingCommand | null {
  if (node?.bodySize === undefined) return null;
  return { kind: "goTo", within: [...owners.map(({ id }) => id), node.id], nodeIds: [] };
}

/** Goes back to the graph at this depth, with the node selected whose body was open; null at the top. */
export function closeBody({ owners }: DrawnPlace, depth: number): DrawingCommand | null {
  const left = owners[depth];
  if (left === undefined) return null;
  return { kind: "goTo", within: owners.slice(0, depth).map(({ id }) => id), nodeIds: [left.id] };
}
