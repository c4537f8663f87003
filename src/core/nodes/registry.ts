import { z } from "zod";
import { actionNode } from "./action.ts";
import { agentNode } from "./agent.ts";
import { defineCall } from "./call.ts";
import { conditionNode } from "./condition.ts";
import { delayNode } from "./delay.ts";
import { type EdgeDefinition, edgeSchema } from "./fields/edge.ts";
import { defineLoop } from "./loop/loop.ts";
import { defineMap } from "./map/map.ts";
import { parallelNode } from "./parallel.ts";
import { transformNode } from "./transform.ts";
import { triggerNode } from "./trigger.ts";
import { waitNode } from "./wait.ts";

/** A graph inside of a node: it has no trigger of its own, and sees the variables of its pipeline. */
export interface Body {
  readonly nodes: readonly NodeDefinition[];
  readonly edges: readonly EdgeDefinition[];
}

/** A body as its author writes it. */
export interface BodyInput {
  nodes: NodeDefinitionInput[];
  edges?: z.input<typeof edgeSchema>[] | undefined;
}

/** Read when it is first asked for: any node may stand in a body, one with a body of its own too. */
const bodySchema: z.ZodType<Body, BodyInput> = z.lazy(() =>
  z.strictObject({
    nodes: z.array(nodeDefinitionSchema).min(1, "must have a node"),
    edges: z.array(edgeSchema).default([]),
  }),
);

/** What a new node does with each of its items, or in each pass: something that can be run as it is. */
const newBody: BodyInput = {
  nodes: [
    {
      id: "work",
      type: "agent",
      name: "Work on it",
      config: { model: "sandbox/brief", task: "{{ input }}" },
    },
  ],
};

/** Every node type there is, in the order of the palette. */
export const nodeTypes = [
  triggerNode,
  agentNode,
  conditionNode,
  actionNode,
  parallelNode,
  delayNode,
  waitNode,
  transformNode,
  defineCall(bodySchema),
  defineMap(bodySchema, newBody),
  defineLoop(bodySchema, newBody),
] as const;

type RegisteredType = (typeof nodeTypes)[number];

export type NodeTypeName = RegisteredType["type"];
export const nodeTypeNames: readonly NodeTypeName[] = nodeTypes.map((nodeType) => nodeType.type);

/** The types whose nodes a worker carries out: each has a handler. */
export type EffectTypeName = Extract<RegisteredType, { readonly run: { readonly kind: "effect" } }>["type"];

/** The types that may choose a way out. */
export type ChoosingType = Extract<RegisteredType, { readonly run: { readonly ways: unknown } }>;

/** The types whose nodes start runs of their own, with what they do. */
export type ChildType = Extract<RegisteredType, { readonly run: { readonly kind: "child" } }>;

type NodeSchemas<Types> = {
  -readonly [Index in keyof Types]: Types[Index] extends { readonly schema: infer Schema } ? Schema : never;
};

/** The schema of a node for each type, as `z.discriminatedUnion` wants them. */
const nodeSchemas = nodeTypes.map((nodeType) => nodeType.schema) as unknown as NodeSchemas<typeof nodeTypes>;

/** One node of any type. */
export const nodeDefinitionSchema = z.discriminatedUnion("type", nodeSchemas);

/** A node as its author writes it. */
export type NodeDefinitionInput = z.input<(typeof nodeSchemas)[number]>;

/** A node as its author wrote it, defaults filled in. */
export type NodeDefinition = z.output<(typeof nodeSchemas)[number]>;
