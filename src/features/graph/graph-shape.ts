import type { NodeTypeName } from "#core/nodes/registry.ts";

/** A node as it is drawn. `type` may be one nobody knows while its author is still writing. */
export interface GraphNodeShape {
  readonly id: string;
  readonly name: string;
  readonly type: NodeTypeName | (string & {});
}

export interface GraphEdgeShape {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The way out of `from` that this edge is; null = always. */
  readonly condition: string | null;
}

/** What there is to draw of a definition, whole or half written. */
export interface GraphShape {
  readonly nodes: readonly GraphNodeShape[];
  readonly edges: readonly GraphEdgeShape[];
}

interface DrawableDefinition {
  readonly nodes: readonly GraphNodeShape[];
  readonly edges: readonly {
    readonly id: string;
    readonly from: string;
    readonly to: string;
    readonly condition?: string | undefined;
  }[];
}

export function graphShapeOf(definition: DrawableDefinition): GraphShape {
  return {
    nodes: definition.nodes.map(({ id, name, type }) => ({ id, name, type })),
    edges: definition.edges.map(({ id, from, to, condition }) => ({
      id,
      from,
      to,
      condition: condition ?? null,
    })),
  };
}
