import { EditRefused } from "#core/definition-text/edit/text-edit.ts";
import { waysOf } from "#core/nodes/ways/ways-of.ts";
import { errorLabel, waysOut } from "#core/pipeline/graph/way-out.ts";
import { definitionOf, type Sketch, type SketchNode } from "./sketch.ts";

/** The label that a new edge out of a node needs: the first branch without an edge; null if there is only one way. */
export function freeWay(sketch: Sketch, source: SketchNode): string | null {
  const definition = definitionOf(source);
  const ways = definition === null ? null : waysOf(definition);
  if (ways === null) return null;
  const taken = new Set(
    sketch.edges.filter(({ from }) => from === source.id).map(({ condition }) => condition ?? ways.implied),
  );
  return ways.labels.find((label) => !taken.has(label)) ?? ways.labels[0] ?? null;
}

/** The labels that edges out of a node may have; empty if it has only one way out, or is incomplete. */
export function labelsOf(source: SketchNode): readonly string[] {
  const definition = definitionOf(source);
  return definition === null ? [] : waysOut(definition);
}

/** Whether an edge would lead back to where it begins. */
function leadsBack({ edges }: Pick<Sketch, "edges">, from: string, to: string): boolean {
  const next = Map.groupBy(edges, (edge) => edge.from);
  const seen = new Set<string>();
  const open = [to];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === from) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of next.get(id) ?? []) open.push(edge.to);
  }
  return false;
}

/** Why nothing may lead into or out of a node in this way; null if it may. */
export function connectObstacle(
  sketch: Sketch,
  from: string,
  to: string,
  condition: string | null,
): string | null {
  const [source, target] = [nodeIn(sketch, from), nodeIn(sketch, to)];
  if (from === to) return "A node cannot lead to itself.";
  if (target.raw.type === "trigger")
    return `"${nodeNameOf(target)}" is where a run begins: nothing can lead to it.`;
  const same = sketch.edges.find(
    (edge) => edge.from === from && edge.to === to && edge.condition === condition,
  );
  if (same !== undefined) return `"${nodeNameOf(source)}" already leads to "${nodeNameOf(target)}".`;
  if (leadsBack(sketch, from, to))
    return `"${nodeNameOf(target)}" comes before "${nodeNameOf(source)}": a run cannot go back.`;
  const labels = labelsOf(source);
  if (condition !== null && condition !== errorLabel && labels.length > 0 && !labels.includes(condition))
    return `"${nodeNameOf(source)}" has no way out called "${condition}".`;
  return null;
}

/** Whether a new edge may lead from one node to another. */
export function mayConnect(sketch: Sketch, from: string, to: string): boolean {
  const source = sketch.nodes.find(({ id }) => id === from);
  if (source === undefined || !sketch.nodes.some(({ id }) => id === to)) return false;
  return connectObstacle(sketch, from, to, freeWay(sketch, source)) === null;
}

export function nodeIn({ nodes }: Sketch, id: string): SketchNode {
  const node = nodes.find((one) => one.id === id);
  if (node === undefined) throw new EditRefused(`There is no node "${id}" in the text.`);
  return node;
}

export function nodeNameOf({ id, raw }: SketchNode): string {
  return typeof raw.name === "string" && raw.name !== "" ? raw.name : id;
}
