import { EditRefused, type TextEdit } from "#core/definition-text/edit/text-edit.ts";
import type { JsonObject } from "#core/json/json.ts";
import { waysOf } from "#core/nodes/ways/ways-of.ts";
import { nodeDefinitionSchema } from "#core/pipeline/definition.ts";
import { FreeIds } from "./free-ids.ts";
import type { PlanGesture } from "./gesture.ts";
import { redirectEdge, type Sketch, sketchOf } from "./sketch.ts";
import { freeWay, nodeIn } from "./ways.ts";

export interface NewNode {
  readonly type: string;
  readonly name: string;
  readonly config: JsonObject;
  /** In the drawing; left out if positions are determined by the layout. */
  readonly position?: { readonly x: number; readonly y: number };
}

/** Where a new node is placed among the others. */
export type NewNodePlace =
  | { readonly kind: "apart" }
  /** After a node, along the branch with that label; null takes the first free one. */
  | { readonly kind: "after"; readonly nodeId: string; readonly condition?: string | null }
  | { readonly kind: "onEdge"; readonly edgeId: string };

/** Adds a node: apart, after another one, or on an edge, whose end it takes over. */
export function addNode(node: NewNode, place: NewNodePlace): PlanGesture {
  return (value) => {
    const sketch = sketchOf(value);
    const ids = new FreeIds(sketch);
    const id = ids.node(node.type.replace(/\W/g, "_"));
    const { index, edits } = joinNode(sketch, ids, { ...node, id }, place);
    return {
      name: `Add ${node.name}`,
      edits: [{ kind: "insert", path: ["nodes"], index, value: writtenNode(id, node) }, ...edits],
      chosen: [id],
    };
  };
}

function writtenNode(id: string, { type, name, config, position }: NewNode): JsonObject {
  return {
    id,
    type,
    name,
    ...(Object.keys(config).length === 0 ? {} : { config }),
    ...(position === undefined ? {} : { position: { ...position } }),
  };
}

interface Joint {
  /** The node of the list before which it is written. */
  readonly index: number;
  readonly edits: readonly TextEdit[];
}

function joinNode(
  sketch: Sketch,
  ids: FreeIds,
  node: NewNode & { readonly id: string },
  place: NewNodePlace,
): Joint {
  if (place.kind === "apart") return { index: sketch.nodeCount, edits: [] };
  if (node.type === "trigger")
    throw new EditRefused("A trigger is where a run begins: nothing can lead to it.");
  if (place.kind === "after") {
    const source = nodeIn(sketch, place.nodeId);
    const condition = place.condition ?? freeWay(sketch, source);
    return {
      index: source.index + 1,
      edits: [addEdge(sketch, ids, { from: source.id, to: node.id, condition })],
    };
  }
  const edge = sketch.edges.find(({ id }) => id === place.edgeId);
  if (edge === undefined) throw new EditRefused(`There is no edge "${place.edgeId}" in the text.`);
  const source = nodeIn(sketch, edge.from);
  return {
    index: source.index + 1,
    edits: [
      redirectEdge(edge, node.id),
      addEdge(sketch, ids, { from: node.id, to: edge.to, condition: firstWay(node) }),
    ],
  };
}

/** The branch of a new node that leads on. */
function firstWay(node: NewNode & { readonly id: string }): string | null {
  const parsed = nodeDefinitionSchema.safeParse(writtenNode(node.id, node));
  return parsed.success ? (waysOf(parsed.data)?.labels[0] ?? null) : null;
}

export interface NewEdge {
  readonly from: string;
  readonly to: string;
  readonly condition: string | null;
}

/** A new edge at the end of the list. */
export function addEdge({ edgeCount }: Sketch, ids: FreeIds, { from, to, condition }: NewEdge): TextEdit {
  const value = { id: ids.edge(from, to), from, to, ...(condition === null ? {} : { condition }) };
  return { kind: "insert", path: ["edges"], index: edgeCount, value };
}
