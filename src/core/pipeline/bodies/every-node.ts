import type { NodeDefinition } from "#core/nodes/registry.ts";
import { bodyOf } from "#core/nodes/type-of.ts";

/** A node, wherever it is: in a definition, or in the body of one of its nodes. */
export interface PlacedNode {
  readonly node: NodeDefinition;
  /** The definition's own node that it is, or that contains it. */
  readonly ownerId: string;
  /** Its place in the owner; empty if it is the owner. */
  readonly path: readonly (string | number)[];
  /** Names of the nodes whose bodies contain it, outermost first. */
  readonly within: readonly string[];
}

/** The place of a body's nodes within a node. */
const bodyNodesAt = ["config", "body", "nodes"] as const;

/**
 * Every node of a definition, with those in bodies after the node they belong to. Code that asks what a pipeline uses,
 * names or needs goes by this, so that bodies are never forgotten; code that asks how a run continues looks only at the
 * definition's own nodes, since a body is a run of its own.
 */
export function everyNode({ nodes }: { readonly nodes: readonly NodeDefinition[] }): readonly PlacedNode[] {
  return nodes.flatMap((node) => below({ node, ownerId: node.id, path: [], within: [] }));
}

function below(placed: PlacedNode): readonly PlacedNode[] {
  const { node, ownerId, path, within } = placed;
  const inner = bodyOf(node)?.nodes ?? [];
  return [
    placed,
    ...inner.flatMap((each, index) =>
      below({ node: each, ownerId, path: [...path, ...bodyNodesAt, index], within: [...within, node.name] }),
    ),
  ];
}

/** How deeply the bodies of a definition are nested; 0 if none of its nodes has one. */
export function bodiesDeep({ nodes }: { readonly nodes: readonly NodeDefinition[] }): number {
  return nodes.reduce((deepest, node) => {
    const body = bodyOf(node);
    return body === null ? deepest : Math.max(deepest, 1 + bodiesDeep(body));
  }, 0);
}
