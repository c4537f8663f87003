import type { NodeTypeName } from "#core/nodes/registry.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { wayOf } from "#core/pipeline/graph/way-out.ts";
import type { MarkColour } from "#core/pipeline/marks/marks.ts";

/** A node as it is drawn. `type` may be one nobody knows while its author is still writing. */
export interface GraphNodeShape {
  readonly id: string;
  readonly name: string;
  readonly type: NodeTypeName | (string & {});
  /** Where its author has put it; null = wherever the layout finds room. */
  readonly position: { readonly x: number; readonly y: number } | null;
  /** How many nodes its body has, where it has one that can be opened. */
  readonly bodySize?: number;
}

/** A node in a body, with the nodes around it, the outermost first. */
export interface InnerNodeShape extends GraphNodeShape {
  readonly within: readonly { readonly id: string; readonly name: string }[];
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
  /** What only a drawing shows; left out where it shows none. */
  readonly notes?: readonly NoteShape[];
  readonly groups?: readonly GroupShape[];
}

/** Words in a drawing. `id` is not that of any node. */
export interface NoteShape {
  readonly id: string;
  readonly text: string;
  readonly position: { readonly x: number; readonly y: number };
  readonly size: { readonly width: number; readonly height: number };
  readonly colour: MarkColour;
}

/** A frame around nodes. `id` is not that of any node. */
export interface GroupShape {
  readonly id: string;
  readonly name: string;
  readonly nodeIds: readonly string[];
  readonly colour: MarkColour;
}

export function graphShapeOf({ nodes, edges }: Pick<PipelineDefinition, "nodes" | "edges">): GraphShape {
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  return {
    nodes: nodes.map(({ id, name, type, position }) => ({ id, name, type, position: position ?? null })),
    edges: edges.map((edge) => {
      const { id, from, to } = edge;
      return { id, from, to, condition: wayOf(edge, nodeById.get(from)) };
    }),
  };
}
