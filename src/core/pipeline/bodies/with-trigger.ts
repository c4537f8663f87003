import type { EdgeDefinition } from "#core/nodes/fields/edge.ts";
import type { NodeDefinition } from "#core/nodes/registry.ts";
import { fieldOf } from "../graph/graph.ts";

/** The graph of a body with its implicit trigger. */
export interface TriggeredGraph<Node, Edge> {
  readonly triggerId: string;
  readonly nodes: readonly (Node | NodeDefinition)[];
  readonly edges: readonly (Edge | EdgeDefinition)[];
}

/**
 * A body as a graph of its own: it begins with a trigger, which leads to every node without incoming edges. The body
 * may be incomplete, as its author wrote it.
 */
export function withTrigger<Node, Edge>(
  nodes: readonly Node[],
  edges: readonly Edge[],
): TriggeredGraph<Node, Edge> {
  const triggerId = freeId("start", new Set(nodes.map((node) => fieldOf(node, "id"))));
  const led = new Set(edges.map((edge) => fieldOf(edge, "to")));
  const edgeIds = new Set(edges.map((edge) => fieldOf(edge, "id")));
  const first = nodes
    .map((node) => fieldOf(node, "id"))
    .filter((id) => typeof id === "string" && !led.has(id));
  const begins = [...new Set(first)].map((to, index): EdgeDefinition => {
    const id = freeId(`start-${index + 1}`, edgeIds);
    return { id, from: triggerId, to: String(to) };
  });
  const trigger: NodeDefinition = {
    id: triggerId,
    type: "trigger",
    name: "Start",
    config: {},
    onError: "fail",
  };
  return { triggerId, nodes: [trigger, ...nodes], edges: [...begins, ...edges] };
}

function freeId(wanted: string, taken: ReadonlySet<unknown>): string {
  return taken.has(wanted) ? freeId(`${wanted}_`, taken) : wanted;
}
