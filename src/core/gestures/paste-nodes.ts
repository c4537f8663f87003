import { applyEdits, EditRefused, type TextEdit } from "#core/definition-text/edit/text-edit.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { addEdge } from "./add-node.ts";
import { type CopiedNodes, copyNodes, readCopiedNodes } from "./copy-nodes.ts";
import { FreeIds } from "./free-ids.ts";
import type { Gesture, PlanGesture } from "./gesture.ts";
import { freeMarkIds, insertion, markId, type SketchMark } from "./marks.ts";
import { renameReferences } from "./rename-node.ts";
import { type Sketch, sketchOf } from "./sketch.ts";

/** How far a copy is placed from its original, in pixels. */
const offset = 40;

/**
 * Pastes copied nodes under ids that are free, with their edges, their references to each other, their groups, and
 * notes. A body gets neither a trigger nor groups nor notes.
 */
export function pasteNodes(text: string, isInBody = false): PlanGesture {
  return (value) => {
    const copied = readCopiedNodes(text);
    if (copied === null) {
      throw new EditRefused("The copied text contains no nodes: copy nodes here, or YAML with nodes in it.");
    }
    return putIn(value, isInBody ? asInBody(copied) : copied, "Paste");
  };
}

function asInBody(copied: CopiedNodes): CopiedNodes {
  const nodes = copied.nodes.filter(({ type }) => type !== "trigger");
  if (nodes.length > 0) return { ...copied, nodes, notes: [], groups: [] };
  throw new EditRefused(
    copied.nodes.length > 0
      ? "A body begins with its input: it has no trigger."
      : "Notes and groups belong to the drawing of the pipeline: a body has none.",
  );
}

/** Duplicates the selected nodes. */
export function duplicateNodes(nodeIds: readonly string[]): PlanGesture {
  return (value) => {
    const text = copyNodes(value, nodeIds);
    const copied = text === null ? null : readCopiedNodes(text);
    if (copied === null) throw new EditRefused("First select the nodes to duplicate.");
    return putIn(value, copied, "Duplicate");
  };
}

function putIn(value: Json, copied: CopiedNodes, verb: string): Gesture {
  const sketch = sketchOf(value);
  const hasTrigger = sketch.nodes.some(({ raw }) => raw.type === "trigger");
  const nodes = copied.nodes.filter(({ type }) => !(hasTrigger && type === "trigger"));
  if (nodes.length + copied.notes.length === 0)
    throw new EditRefused("A pipeline has one trigger, and this one already has it.");
  const ids = new FreeIds(sketch);
  const renamed = new Map(nodes.map(({ id }) => [String(id), ids.node(String(id))]));
  const isPlaced = sketch.nodes.length > 0 && sketch.nodes.every(({ raw }) => raw.position !== undefined);
  const added = withReferences(nodes, renamed).map((node) => placed(node, isPlaced));
  const notes = copiedNotes(value, copied.notes);
  return {
    name: nameOf(verb, added.length, notes.length),
    edits: [
      ...added.map(
        (node): TextEdit => ({ kind: "insert", path: ["nodes"], index: sketch.nodeCount, value: node }),
      ),
      ...copied.edges.flatMap((edge) => copiedEdge(sketch, ids, edge, renamed)),
      ...notes.map((note) => insertion(value, "note", note)),
      ...copiedGroups(value, copied.groups, renamed).map((group) => insertion(value, "group", group)),
    ],
    chosen: [...renamed.values(), ...notes.map(({ id }) => markId("note", String(id)))],
  };
}

function nameOf(verb: string, nodes: number, notes: number): string {
  const [count, word] = nodes === 0 ? [notes, "note"] : [nodes, "node"];
  return count === 1 ? `${verb} a ${word}` : `${verb} ${count} ${word}s`;
}

/** Beside their originals. */
function copiedNotes(value: Json, notes: readonly SketchMark[]): readonly JsonObject[] {
  const idOf = freeMarkIds(value, "note");
  return notes.map(({ id, raw }) => placed({ ...raw, id: idOf(id) }, true));
}

/** Around the copies of their nodes; a group none of whose nodes is copied is left out. */
function copiedGroups(
  value: Json,
  groups: readonly SketchMark[],
  renamed: ReadonlyMap<string, string>,
): readonly JsonObject[] {
  const idOf = freeMarkIds(value, "group");
  return groups.flatMap(({ id, raw, nodeIds }): readonly JsonObject[] => {
    const nodes = nodeIds.flatMap((nodeId) => renamed.get(nodeId) ?? []);
    return nodes.length === 0 ? [] : [{ ...raw, id: idOf(id), nodes }];
  });
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

/** A copy beside its original; without a position if the layout determines positions. */
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
