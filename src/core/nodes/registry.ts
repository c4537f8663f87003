import type { z } from "zod";
import { actionNode } from "./action.ts";
import { agentNode } from "./agent.ts";
import { conditionNode } from "./condition.ts";
import { delayNode } from "./delay.ts";
import type { ConfigSource, NodeLane } from "./node-type.ts";
import { parallelNode } from "./parallel.ts";
import { transformNode } from "./transform.ts";
import { triggerNode } from "./trigger.ts";

/** Every node type there is, in the order of the palette. */
export const nodeTypes = [
  triggerNode,
  agentNode,
  conditionNode,
  actionNode,
  parallelNode,
  delayNode,
  transformNode,
] as const;

export type NodeTypeName = (typeof nodeTypes)[number]["type"];
export const nodeTypeNames: readonly NodeTypeName[] = nodeTypes.map((nodeType) => nodeType.type);

type NodeSchemas<Types> = {
  -readonly [Index in keyof Types]: Types[Index] extends { readonly schema: infer Schema } ? Schema : never;
};

/** The schema of a node for each type, as `z.discriminatedUnion` wants them. */
export const nodeSchemas = nodeTypes.map((nodeType) => nodeType.schema) as unknown as NodeSchemas<
  typeof nodeTypes
>;

/** A node as its author wrote it, defaults filled in. */
export type NodeDefinition = z.output<(typeof nodeSchemas)[number]>;

/** What is known of a node type without its config. */
export interface NodeTypeInfo {
  readonly type: NodeTypeName;
  readonly title: string;
  readonly summary: string;
  readonly isPure: boolean;
  readonly lane: NodeLane;
  readonly defaultTimeoutMs: number;
  readonly configSchema: z.ZodType;
}

const byName: ReadonlyMap<string, (typeof nodeTypes)[number]> = new Map(
  nodeTypes.map((nodeType) => [nodeType.type, nodeType]),
);

/** The type's description. Every name of the union is registered, so this never misses. */
export function nodeTypeInfo(type: NodeTypeName): NodeTypeInfo {
  const found = byName.get(type);
  if (found === undefined) throw new Error(`Node type ${type} is not registered`);
  return found;
}

/** Every expression and template in a node's config, with its path below `config`. */
export function configSources(node: NodeDefinition): readonly ConfigSource[] {
  const nodeType = byName.get(node.type);
  // The node was parsed with this type's own schema, so its config is what `sources` expects.
  return (
    (nodeType?.sources as ((config: unknown) => readonly ConfigSource[]) | undefined)?.(node.config) ?? []
  );
}
