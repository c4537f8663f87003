import type { NodeDefinition } from "#core/nodes/registry.ts";
import { bodyOf } from "#core/nodes/type-of.ts";

/** A node, wherever it stands: in a definition, or in the body of one of its nodes. */
export interface PlacedNode {
  readonly node: NodeDefinition;
  /** The node of the definition itself that it is, or that it stands in. */
  readonly ownerId: string;
  /** Its place in the owner; empty where it is the owner. */
  readonly path: readonly (string | number)[];
  /** Names of the nodes in whose bodies it stands, the outermost first. */
  readonly within: readonly string[];
}

/** Where in a node the nodes of its body stand. */
const bodyNodesAt = ["config", "body", "nodes"] as const;

/**
 * Every node of a definition, those in bodies after the node that they belong to. What asks what a pipeline uses, names
 * or needs goes by this, so that a body is never forgotten; what asks how a run goes on looks at the nodes of its own
 * definition alone, since a body is a run of its own.
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

/** How many bodies of a definition stand in each other at most; 0 where none of its nodes has one. */
export function bodiesDeep({ nodes }: { readonly nodes: readonly NodeDefinition[] }): number {
  return nodes.reduce((deepest, node) => {
    const body = bodyOf(node);
    return body === null ? deepest : Math.max(deepest, 1 + bodiesDeep(body));
  }, 0);
}
