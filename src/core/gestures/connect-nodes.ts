import { EditRefused } from "#core/definition-text/edit/text-edit.ts";
import { addEdge } from "./add-node.ts";
import { FreeIds } from "./free-ids.ts";
import type { PlanGesture } from "./gesture.ts";
import { removeEdge, sketchOf } from "./sketch.ts";
import { connectObstacle, freeWay, nodeIn, nodeNameOf } from "./ways.ts";

/** Connects one node to another, along the first free branch. */
export function connectNodes(from: string, to: string): PlanGesture {
  return (value) => {
    const sketch = sketchOf(value);
    const [source, target] = [nodeIn(sketch, from), nodeIn(sketch, to)];
    const condition = freeWay(sketch, source);
    const obstacle = connectObstacle(sketch, from, to, condition);
    if (obstacle !== null) throw new EditRefused(obstacle);
    return {
      name: `Connect ${nodeNameOf(source)} to ${nodeNameOf(target)}`,
      edits: [addEdge(sketch, new FreeIds(sketch), { from, to, condition })],
    };
  };
}

/** Takes edges out. */
export function disconnectNodes(edgeIds: readonly string[]): PlanGesture {
  return (value) => {
    const sketch = sketchOf(value);
    const wanted = new Set(edgeIds);
    const edges = sketch.edges.filter(({ id }) => wanted.has(id));
    if (edges.length < wanted.size) throw new EditRefused("One of these edges is no longer in the text.");
    const [first] = edges;
    const name =
      edges.length === 1 && first !== undefined
        ? `Disconnect ${nodeNameOf(nodeIn(sketch, first.from))}`
        : `Remove ${edges.length} edges`;
    return { name, edits: edges.map(removeEdge) };
  };
}

/** Assigns an edge to another branch of its source; null writes none. */
export function labelEdge(edgeId: string, condition: string | null): PlanGesture {
  return (value) => {
    const edge = sketchOf(value).edges.find(({ id }) => id === edgeId);
    if (edge === undefined) throw new EditRefused(`There is no edge "${edgeId}" in the text.`);
    if (edge.isNext)
      throw new EditRefused("This edge is written as next: write it as an edge to give it a way.");
    const path = [...edge.path, "condition"];
    if (condition === null)
      return {
        name: "Clear the way of an edge",
        edits: edge.condition === null ? [] : [{ kind: "remove", path }],
      };
    return { name: `Make it the way ${condition}`, edits: [{ kind: "set", path, value: condition }] };
  };
}
