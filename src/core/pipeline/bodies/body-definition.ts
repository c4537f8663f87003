import { type Body, type NodeDefinition, nodeDefinitionSchema } from "#core/nodes/registry.ts";
import { bodyOf } from "#core/nodes/type-of.ts";
import type { PipelineDefinition } from "../definition.ts";
import { withTrigger } from "./with-trigger.ts";

/**
 * The body of a node as the definition of its runs: with an implicit trigger, and with the variables and settings of
 * the definition around it. Null for a node without a body.
 */
export function bodyDefinition(around: PipelineDefinition, node: NodeDefinition): PipelineDefinition | null {
  const body = bodyOf(node);
  if (body === null) return null;
  const { nodes, edges } = withTrigger(body.nodes, body.edges);
  const { name, variables, settings } = around;
  return { name, variables, settings, nodes: [...nodes], edges: [...edges] };
}

/** A node with another body in place of its own. */
export function withBody(node: NodeDefinition, body: Body): NodeDefinition {
  return nodeDefinitionSchema.parse({ ...node, config: { ...node.config, body } });
}
