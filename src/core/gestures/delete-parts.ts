import type { TextEdit } from "#core/definition-text/edit/text-edit.ts";
import { addEdge } from "./add-node.ts";
import { FreeIds } from "./free-ids.ts";
import type { PlanGesture } from "./gesture.ts";
import { deleteMarks, markIn, readMarkId, withoutNodes } from "./marks.ts";
import { redirectEdge, removeEdge, type Sketch, type SketchEdge, sketchOf } from "./sketch.ts";
import { nodeIn, nodeNameOf } from "./ways.ts";

export interface DeletedParts {
  /** Notes and groups, too, with ids from `markId`. */
  readonly nodeIds: readonly string[];
  readonly edgeIds?: readonly string[];
  /** Whether predecessors are reconnected to successors. */
  readonly isHealed: boolean;
}

/** Removes nodes and edges, and reconnects what came before with what came after. */
export function deleteParts({ nodeIds, edgeIds = [], isHealed }: DeletedParts): PlanGesture {
  return (value) => {
    const sketch = sketchOf(value);
    const marks = nodeIds.filter((id) => readMarkId(id) !== null);
    const gone = new Set(nodeIds.filter((id) => readMarkId(id) === null));
    if (gone.size + edgeIds.length === 0) return deleteMarks(marks)(value);
    const cut = new Set(edgeIds);
    const nodes = [...gone].map((id) => nodeIn(sketch, id));
    const edges = sketch.edges.filter(({ id, from, to }) => cut.has(id) || gone.has(from) || gone.has(to));
    const healing = isHealed ? heal(sketch, gone, cut) : { kept: new Map<string, string>(), added: [] };
    const [first] = nodes;
    return {
      name:
        nodes.length === 1 && first !== undefined
          ? `Delete ${nodeNameOf(first)}`
          : nameOfMany(nodes.length, cut.size),
      edits: [
        ...nodes.map(({ index }): TextEdit => ({ kind: "remove", path: ["nodes", index] })),
        ...edges.flatMap((edge) => editsOf(edge, healing.kept.get(edge.id), gone)),
        ...healing.added,
        ...withoutNodes(
          value,
          gone,
          marks.map((id) => markIn(value, id)),
        ),
      ],
      chosen: [],
    };
  };
}

function nameOfMany(nodes: number, edges: number): string {
  if (nodes === 0) return edges === 1 ? "Remove an edge" : `Remove ${edges} edges`;
  return `Delete ${nodes} nodes`;
}

/** An edge that is written in a node's `next` is deleted with the node. */
function editsOf(edge: SketchEdge, to: string | undefined, gone: ReadonlySet<string>): readonly TextEdit[] {
  if (to !== undefined) return [redirectEdge(edge, to)];
  return edge.isNext && gone.has(edge.from) ? [] : [removeEdge(edge)];
}

interface Healing {
  /** Edges into deleted nodes that lead to another node from now on. */
  readonly kept: ReadonlyMap<string, string>;
  readonly added: readonly TextEdit[];
}

/** Each path through deleted nodes becomes one edge; the first takes the place of the edge that led in. */
function heal(sketch: Sketch, gone: ReadonlySet<string>, cut: ReadonlySet<string>): Healing {
  const kept = new Map<string, string>();
  const added: TextEdit[] = [];
  const ids = new FreeIds(sketch);
  const joined = new Set(
    sketch.edges.filter(({ id, from, to }) => !cut.has(id) && !gone.has(from) && !gone.has(to)).map(jointOf),
  );
  for (const edge of sketch.edges) {
    if (cut.has(edge.id) || gone.has(edge.from) || !gone.has(edge.to)) continue;
    for (const to of endsBehind(sketch, edge.to, gone, cut)) {
      const next = { from: edge.from, to, condition: edge.condition };
      if (edge.from === to || joined.has(jointOf(next))) continue;
      joined.add(jointOf(next));
      if (!kept.has(edge.id)) kept.set(edge.id, to);
      else added.push(addEdge(sketch, ids, next));
    }
  }
  return { kept, added };
}

function jointOf({ from, to, condition }: Pick<SketchEdge, "from" | "to" | "condition">): string {
  return JSON.stringify([from, to, condition]);
}

/** The remaining nodes that are reached through deleted ones. Error edges are not followed. */
function endsBehind(
  { edges }: Sketch,
  start: string,
  gone: ReadonlySet<string>,
  cut: ReadonlySet<string>,
): readonly string[] {
  const next = Map.groupBy(
    edges.filter(({ id, condition }) => !cut.has(id) && condition !== "error"),
    ({ from }) => from,
  );
  const seen = new Set<string>();
  const ends: string[] = [];
  const open = [start];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    for (const { to } of next.get(id) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      if (gone.has(to)) open.push(to);
      else ends.push(to);
    }
  }
  return ends;
}
