import type { NodeTypeName } from "#core/nodes/registry.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { wayOf } from "#core/pipeline/graph/way-out.ts";
import type { MarkColour } from "#core/pipeline/marks/marks.ts";

/** A node to draw. `type` may be unknown while its author is typing it. */
export interface GraphNodeShape {
  readonly id: string;
  readonly name: string;
  readonly type: NodeTypeName | (string & {});
  /** Its place in the definition; null = the layout decides. */
  readonly position: { readonly x: number; readonly y: number } | null;
  /** The number of nodes in its body, if it has one that can be opened. */
  readonly bodySize?: number;
}

/** A node in a body, with the nodes around it, outermost first. */
export interface InnerNodeShape extends GraphNodeShape {
  readonly within: readonly { readonly id: string; readonly name: string }[];
}

export interface GraphEdgeShape {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The branch of `from` that this edge belongs to; null = always. */
  readonly condition: string | null;
}

/** What to draw of a definition, which may be incomplete. */
export interface GraphShape {
  readonly nodes: readonly GraphNodeShape[];
  readonly edges: readonly GraphEdgeShape[];
  /** Notes and groups, which only an editable drawing shows; left out otherwise. */
  readonly notes?: readonly NoteShape[];
  readonly groups?: readonly GroupShape[];
}

/** A note. Its `id` differs from every node's. */
export interface NoteShape {
  readonly id: string;
  readonly text: string;
  readonly position: { readonly x: number; readonly y: number };
  readonly size: { readonly width: number; readonly height: number };
  readonly colour: MarkColour;
}

/** A frame around nodes. Its `id` differs from every node's. */
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
