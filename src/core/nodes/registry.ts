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

/** A graph inside a node: it has no trigger of its own, and sees its pipeline's variables. */
export interface Body {
  readonly nodes: readonly NodeDefinition[];
  readonly edges: readonly EdgeDefinition[];
}

/** A body as its author writes it. */
export interface BodyInput {
  nodes: NodeDefinitionInput[];
  edges?: z.input<typeof edgeSchema>[] | undefined;
}

/** Evaluated on first use: any node may be part of a body, including one with a body of its own. */
const bodySchema: z.ZodType<Body, BodyInput> = z.lazy(() =>
  z.strictObject({
    nodes: z.array(nodeDefinitionSchema).min(1, "must have a node"),
    edges: z.array(edgeSchema).default([]),
  }),
);

/** What a new node does with each item or in each pass: a body that can run as it is. */
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

/** Every node type, in the order of the palette. */
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

/** The types whose nodes a worker executes: each has a handler. */
export type EffectTypeName = Extract<RegisteredType, { readonly run: { readonly kind: "effect" } }>["type"];

/** The types that may choose a branch. */
export type ChoosingType = Extract<RegisteredType, { readonly run: { readonly ways: unknown } }>;

/** The types whose nodes start child runs, with what they do. */
export type ChildType = Extract<RegisteredType, { readonly run: { readonly kind: "child" } }>;

type NodeSchemas<Types> = {
  -readonly [Index in keyof Types]: Types[Index] extends { readonly schema: infer Schema } ? Schema : never;
};

/** The schema of a node for each type, as `z.discriminatedUnion` expects them. */
const nodeSchemas = nodeTypes.map((nodeType) => nodeType.schema) as unknown as NodeSchemas<typeof nodeTypes>;

/** A node of any type. */
export const nodeDefinitionSchema = z.discriminatedUnion("type", nodeSchemas);

/** A node as its author writes it. */
export type NodeDefinitionInput = z.input<(typeof nodeSchemas)[number]>;

/** A node as its author wrote it, with defaults filled in. */
export type NodeDefinition = z.output<(typeof nodeSchemas)[number]>;
