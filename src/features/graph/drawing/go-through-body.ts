import type { GraphNodeShape } from "../graph-shape.ts";
import type { DrawingCommand } from "./drawing-command.ts";
import type { DrawnPlace } from "./drawing-props.ts";

/** Opens the body of a node; null where it has none. */
export function openBody({ owners }: DrawnPlace, node: GraphNodeShape | undefined): DrawingCommand | null {
  if (node?.bodySize === undefined) return null;
  return { kind: "goTo", within: [...owners.map(({ id }) => id), node.id], nodeIds: [] };
}

/** Back to the graph that this many bodies lead to, with the node chosen whose body was open; null at the top. */
export function closeBody({ owners }: DrawnPlace, depth: number): DrawingCommand | null {
  const left = owners[depth];
  if (left === undefined) return null;
  return { kind: "goTo", within: owners.slice(0, depth).map(({ id }) => id), nodeIds: [left.id] };
}
