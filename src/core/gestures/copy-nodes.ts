import { formatDefinitionYaml } from "#core/definition-text/format-definition-yaml.ts";
import { parseDefinitionText } from "#core/definition-text/parse-definition-text.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { sketchOf } from "./sketch.ts";

/** Nodes and the edges between them. */
export interface CopiedNodes {
  readonly nodes: readonly JsonObject[];
  readonly edges: readonly JsonObject[];
}

/**
 * The chosen nodes with the edges between them, as YAML that can be put into any pipeline; null where none is there.
 */
export function copyNodes(value: Json, nodeIds: readonly string[]): string | null {
  const sketch = sketchOf(value);
  const chosen = new Set(nodeIds);
  const nodes = sketch.nodes.filter(({ id }) => chosen.has(id)).map(({ raw }) => withoutNext(raw));
  if (nodes.length === 0) return null;
  const edges = sketch.edges
    .filter(({ from, to }) => chosen.has(from) && chosen.has(to))
    .map(({ id, from, to, condition }) => ({ id, from, to, ...(condition === null ? {} : { condition }) }));
  return formatDefinitionYaml(edges.length === 0 ? { nodes } : { nodes, edges });
}

/** Its edges are copied as such. */
function withoutNext(raw: JsonObject): JsonObject {
  const { next: _, ...rest } = raw;
  return rest;
}

/** The nodes in a text from somewhere: a whole definition, a part of one, a list of nodes or one node. */
export function readCopiedNodes(text: string): CopiedNodes | null {
  const parsed = parseDefinitionText(text);
  if (!parsed.ok) return null;
  const { value } = parsed;
  const root: Json = Array.isArray(value) ? { nodes: value } : isNode(value) ? { nodes: [value] } : value;
  const { nodes, edges } = sketchOf(root);
  const whole = nodes.filter(({ raw }) => isNode(raw)).map(({ raw }) => withoutNext(raw));
  if (whole.length === 0) return null;
  return {
    nodes: whole,
    edges: edges.map(({ id, from, to, condition }) => ({
      id,
      from,
      to,
      ...(condition === null ? {} : { condition }),
    })),
  };
}

function isNode(value: Json): value is JsonObject {
  return isJsonObject(value) && typeof value.id === "string" && typeof value.type === "string";
}
