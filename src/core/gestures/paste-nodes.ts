import { applyEdits, EditRefused, type TextEdit } from "#core/definition-text/edit/text-edit.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { addEdge } from "./add-node.ts";
import { type CopiedNodes, copyNodes, readCopiedNodes } from "./copy-nodes.ts";
import { FreeIds } from "./free-ids.ts";
import type { Gesture, PlanGesture } from "./gesture.ts";
import { renameReferences } from "./rename-node.ts";
import { type Sketch, sketchOf } from "./sketch.ts";

/** How far a copy is placed from its original, in pixels. */
const offset = 40;

/**
 * Puts copied nodes in, under ids that are free, with their edges and their references to each other. Into a body none
 * that is a trigger.
 */
export function pasteNodes(text: string, mayHaveTrigger = true): PlanGesture {
  return (value) => {
    const copied = readCopiedNodes(text);
    if (copied === null) {
      throw new EditRefused("The copied text contains no nodes: copy nodes here, or YAML with nodes in it.");
    }
    const nodes = copied.nodes.filter(({ type }) => mayHaveTrigger || type !== "trigger");
    if (nodes.length === 0) throw new EditRefused("A body begins with its input: it has no trigger.");
    return putIn(value, { ...copied, nodes }, (count) =>
      count === 1 ? "Paste a node" : `Paste ${count} nodes`,
    );
  };
}

/** Makes the chosen nodes a second time. */
export function duplicateNodes(nodeIds: readonly string[]): PlanGesture {
  return (value) => {
    const text = copyNodes(value, nodeIds);
    const copied = text === null ? null : readCopiedNodes(text);
    if (copied === null) throw new EditRefused("First choose the nodes to duplicate.");
    return putIn(value, copied, (count) => (count === 1 ? "Duplicate a node" : `Duplicate ${count} nodes`));
  };
}

function putIn(value: Json, copied: CopiedNodes, nameOf: (count: number) => string): Gesture {
  const sketch = sketchOf(value);
  const hasTrigger = sketch.nodes.some(({ raw }) => raw.type === "trigger");
  const nodes = copied.nodes.filter(({ type }) => !(hasTrigger && type === "trigger"));
  if (nodes.length === 0) throw new EditRefused("A pipeline has one trigger, and this one already has it.");
  const ids = new FreeIds(sketch);
  const renamed = new Map(nodes.map(({ id }) => [String(id), ids.node(String(id))]));
  const isPlaced = sketch.nodes.length > 0 && sketch.nodes.every(({ raw }) => raw.position !== undefined);
  const added = withReferences(nodes, renamed).map((node) => placed(node, isPlaced));
  return {
    name: nameOf(added.length),
    edits: [
      ...added.map(
        (node): TextEdit => ({ kind: "insert", path: ["nodes"], index: sketch.nodeCount, value: node }),
      ),
      ...copied.edges.flatMap((edge) => copiedEdge(sketch, ids, edge, renamed)),
    ],
    chosen: [...renamed.values()],
  };
}

function withReferences(
  nodes: readonly JsonObject[],
  ids: ReadonlyMap<string, string>,
): readonly JsonObject[] {
  const value: Json = { nodes: [...nodes] };
  const edits = sketchOf(value).nodes.flatMap((node): readonly TextEdit[] => [
    { kind: "set", path: ["nodes", node.index, "id"], value: ids.get(node.id) ?? node.id },
    ...renameReferences(node, ids),
  ]);
  const changed = applyEdits(value, edits);
  return isJsonObject(changed) && Array.isArray(changed.nodes) ? changed.nodes.filter(isJsonObject) : [];
}

/** Beside the first one; without a place where the layout finds them. */
function placed({ position, ...node }: JsonObject, isPlaced: boolean): JsonObject {
  if (!isPlaced || !isJsonObject(position)) return node;
  const shifted = (side: "x" | "y") => Number(position[side]) + offset;
  return { ...node, position: { x: shifted("x"), y: shifted("y") } };
}

function copiedEdge(
  sketch: Sketch,
  ids: FreeIds,
  { from, to, condition }: JsonObject,
  renamed: ReadonlyMap<string, string>,
): readonly TextEdit[] {
  const [start, end] = [renamed.get(String(from)), renamed.get(String(to))];
  if (start === undefined || end === undefined) return [];
  const label = typeof condition === "string" ? condition : null;
  return [addEdge(sketch, ids, { from: start, to: end, condition: label })];
}
