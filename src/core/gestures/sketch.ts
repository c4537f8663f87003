import type { EditPath, TextEdit } from "#core/definition-text/edit/text-edit.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { NodeDefinition } from "#core/nodes/registry.ts";
import { nodeDefinitionSchema } from "#core/pipeline/definition.ts";
import { withNextAsEdges } from "#core/pipeline/graph/next-edges.ts";

/** A node of a definition that may be incomplete; `index` is its place in the list. */
export interface SketchNode {
  readonly id: string;
  readonly index: number;
  readonly raw: JsonObject;
}

/** An arrow as it is drawn. */
export interface SketchEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** As written; null if nothing is. */
  readonly condition: string | null;
  /** Where it is written: an edge of the list, or an id in a node's `next`. */
  readonly path: EditPath;
  readonly isNext: boolean;
}

/** What gestures know of a definition, however incomplete. */
export interface Sketch {
  readonly nodes: readonly SketchNode[];
  readonly edges: readonly SketchEdge[];
  readonly nodeCount: number;
  readonly edgeCount: number;
}

/** Reads nodes and edges; those without an id cannot be addressed by a gesture. */
export function sketchOf(value: Json): Sketch {
  const root = isJsonObject(value) ? value : {};
  const [nodes, written] = [writtenList(root.nodes), writtenList(root.edges)];
  const nodeIndex = new Map(nodes.map((node, index) => [textIn(node, "id"), index]));
  const { raw, places } = withNextAsEdges(value);
  const all = writtenList(isJsonObject(raw as Json) ? (raw as JsonObject).edges : undefined);
  const edges = all.flatMap((edge, index): readonly SketchEdge[] => {
    if (!isJsonObject(edge)) return [];
    const id = textIn(edge, "id") || `edge-${index}`;
    const place = index < written.length ? undefined : places.get(id);
    const owner = nodeIndex.get(place?.nodeId ?? "");
    const path = place === undefined ? ["edges", index] : ["nodes", owner ?? 0, ...(place.path ?? [])];
    const condition = conditionOf(edge.condition);
    return [
      {
        id,
        from: textIn(edge, "from"),
        to: textIn(edge, "to"),
        condition,
        path,
        isNext: place !== undefined,
      },
    ];
  });
  return {
    nodes: nodes.flatMap((node, index) => {
      const id = textIn(node, "id");
      return id === "" || !isJsonObject(node) ? [] : [{ id, index, raw: node }];
    }),
    edges,
    nodeCount: nodes.length,
    edgeCount: written.length,
  };
}

/** The node, if it is well formed. */
export function definitionOf({ raw }: SketchNode): NodeDefinition | null {
  return nodeDefinitionSchema.safeParse(raw).data ?? null;
}

export function removeEdge({ path }: SketchEdge): TextEdit {
  return { kind: "remove", path };
}

/** Leads an edge to another node. */
export function redirectEdge({ path, isNext }: SketchEdge, to: string): TextEdit {
  return { kind: "set", path: isNext ? path : [...path, "to"], value: to };
}

export function writtenList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function textIn(value: Json | undefined, field: string): string {
  const text = isJsonObject(value) ? value[field] : undefined;
  return typeof text === "string" ? text : "";
}

function conditionOf(value: Json | undefined): string | null {
  if (typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}
