import { formatDefinitionYaml } from "#core/definition-text/format-definition-yaml.ts";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { markId, marksOf, type SketchMark } from "./marks.ts";
import { sketchOf } from "./sketch.ts";

/** Nodes with the edges between them, the frames around them, and notes. */
export interface CopiedNodes {
  readonly nodes: readonly JsonObject[];
  readonly edges: readonly JsonObject[];
  readonly notes: readonly SketchMark[];
  readonly groups: readonly SketchMark[];
}

/** The selection, with all nodes of selected groups: what moves with a frame is copied and cut with it. */
export function withContents(value: Json, chosen: readonly string[]): readonly string[] {
  const groups = marksOf(value).filter(
    ({ kind, id }) => kind === "group" && chosen.includes(markId(kind, id)),
  );
  return [...new Set([...chosen, ...groups.flatMap(({ nodeIds }) => nodeIds)])];
}

/**
 * The selection as YAML that can be pasted into any pipeline: nodes with the edges between them, notes, and groups with
 * their nodes. A group all of whose nodes are selected is copied, too. Null if none of it exists.
 */
export function copyNodes(value: Json, chosenIds: readonly string[]): string | null {
  const sketch = sketchOf(value);
  const chosen = new Set(withContents(value, chosenIds));
  const marks = marksOf(value).filter(
    ({ kind, id, nodeIds }) =>
      chosen.has(markId(kind, id)) || (nodeIds.length > 0 && nodeIds.every((one) => chosen.has(one))),
  );
  const rawOf = (wanted: SketchMark["kind"]) =>
    marks.flatMap(({ kind, raw }) => (kind === wanted ? [raw] : []));
  const nodes = sketch.nodes.filter(({ id }) => chosen.has(id)).map(({ raw }) => withoutNext(raw));
  const [notes, groups] = [rawOf("note"), rawOf("group")];
  if (nodes.length + notes.length === 0) return null;
  const edges = sketch.edges
    .filter(({ from, to }) => chosen.has(from) && chosen.has(to))
    .map(({ id, from, to, condition }) => ({ id, from, to, ...(condition === null ? {} : { condition }) }));
  return formatDefinitionYaml(filled({ nodes, edges, notes, groups }));
}

/** Leaves out empty lists. */
function filled(lists: { readonly [name: string]: readonly JsonObject[] }): JsonObject {
  return Object.fromEntries(
    Object.entries(lists).flatMap(([name, list]) => (list.length === 0 ? [] : [[name, [...list]]])),
  );
}

/** Its edges are copied as such. */
function withoutNext(raw: JsonObject): JsonObject {
  const { next: _, ...rest } = raw;
  return rest;
}

/**
 * The nodes in a text from anywhere: a whole definition, a part of one, a list of nodes or one node. Null if there are
 * neither nodes nor notes.
 */
export function readCopiedNodes(text: string): CopiedNodes | null {
  const parsed = parseDefinitionText(text);
  if (!parsed.ok) return null;
  const { value } = parsed;
  const root: Json = Array.isArray(value) ? { nodes: value } : isNode(value) ? { nodes: [value] } : value;
  const { nodes, edges } = sketchOf(root);
  const whole = nodes.filter(({ raw }) => isNode(raw)).map(({ raw }) => withoutNext(raw));
  const marks = marksOf(root);
  const notes = marks.filter(({ kind }) => kind === "note");
  if (whole.length + notes.length === 0) return null;
  return {
    nodes: whole,
    edges: edges.map(({ id, from, to, condition }) => ({
      id,
      from,
      to,
      ...(condition === null ? {} : { condition }),
    })),
    notes,
    groups: marks.filter(({ kind }) => kind === "group"),
  };
}

function isNode(value: Json): value is JsonObject {
  return isJsonObject(value) && typeof value.id === "string" && typeof value.type === "string";
}
