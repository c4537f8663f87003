import {
  type EdgeDefinition,
  edgeSchema,
  type NodeDefinition,
  nodeDefinitionSchema,
  type PipelineDefinition,
} from "../definition.ts";

const longestId = 200;

/** A node as the checks see it: `definition` is null if the node itself is malformed. */
export interface GraphNode {
  readonly id: string;
  readonly type: string | null;
  readonly definition: NodeDefinition | null;
}

/**
 * The input of the checks. It can also be read from a malformed definition, so that one mistake does not hide the
 * others.
 */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly EdgeDefinition[];
  readonly variables: ReadonlySet<string>;
}

export function graphOf(definition: Pick<PipelineDefinition, "nodes" | "edges" | "variables">): Graph {
  return {
    nodes: definition.nodes.map((node) => ({ id: node.id, type: node.type, definition: node })),
    edges: definition.edges,
    variables: new Set(Object.keys(definition.variables)),
  };
}

/** The parts of raw input that can be understood; the rest is left to the problems of form. */
export function graphOfRaw(raw: unknown): Graph {
  return {
    nodes: listIn(raw, "nodes").flatMap(readNode),
    edges: listIn(raw, "edges").flatMap(readEdge),
    variables: new Set(Object.keys(Object(fieldOf(raw, "variables")))),
  };
}

function readNode(raw: unknown): readonly GraphNode[] {
  const id = fieldOf(raw, "id");
  const type = fieldOf(raw, "type");
  if (typeof id !== "string") return [];
  const definition = nodeDefinitionSchema.safeParse(raw).data ?? null;
  return [{ id, type: typeof type === "string" ? type : null, definition }];
}

/** The ends of an edge are known even if something else about it is wrong. */
function readEdge(raw: unknown): readonly EdgeDefinition[] {
  const parsed = edgeSchema.safeParse(raw);
  if (parsed.success) return [parsed.data];
  const [id, from, to] = ["id", "from", "to"].map((key) => fieldOf(raw, key));
  if (typeof id !== "string" || typeof from !== "string" || typeof to !== "string") return [];
  if (Math.max(id.length, from.length, to.length) > longestId) return [];
  return [{ id, from, to }];
}

/** A field of something that may not be an object. */
export function fieldOf(raw: unknown, key: PropertyKey): unknown {
  if (typeof raw !== "object" || raw === null || !Object.hasOwn(raw, key)) return undefined;
  return (raw as { readonly [name: PropertyKey]: unknown })[key];
}

/** A field that is a list; empty if it is not. */
export function listIn(raw: unknown, key: string): readonly unknown[] {
  const list = fieldOf(raw, key);
  return Array.isArray(list) ? list : [];
}
