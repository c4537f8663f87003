import { z } from "zod";
import { nodeFields } from "./node-fields.ts";

/** One piece of a config that is evaluated against the run, and where it stands. */
export interface ConfigSource {
  readonly kind: "expression" | "template";
  readonly path: readonly (string | number)[];
  readonly source: string;
  /** It is rendered where the workspace's secrets may be used: for an HTTP request, when it is sent. */
  readonly seesSecrets?: true;
}

/**
 * How the engine carries a node: `agent` is throttled by provider key, `node` is not, null is decided inside the
 * transaction and never leaves it.
 */
export type NodeLane = "agent" | "node" | null;

interface NodeTypeFields<Type extends string, Config extends z.ZodType> {
  readonly type: Type;
  readonly title: string;
  /** One sentence for the palette and the docs. */
  readonly summary: string;
  readonly lane: NodeLane;
  /** How long one attempt may take unless the node says otherwise. */
  readonly defaultTimeoutMs: number;
  readonly configSchema: Config;
  /** Everything in the config that refers to the run: the validator and the plan read references from it. */
  readonly sources: (config: z.output<Config>) => readonly ConfigSource[];
}

function nodeSchema<Type extends string, Config extends z.ZodType>(type: Type, config: Config) {
  return z.strictObject({ ...nodeFields, type: z.literal(type), config });
}

export interface NodeType<Type extends string, Config extends z.ZodType>
  extends NodeTypeFields<Type, Config> {
  /** Pure nodes are decided by the reducer; the others are effects. */
  readonly isPure: boolean;
  /** A whole node of this type. */
  readonly schema: ReturnType<typeof nodeSchema<Type, Config>>;
}

/** Describes a node type once; palette, validator, docs and client all read it from the registry. */
export function defineNodeType<const Type extends string, Config extends z.ZodType>(
  fields: NodeTypeFields<Type, Config>,
): NodeType<Type, Config> {
  return { ...fields, isPure: fields.lane === null, schema: nodeSchema(fields.type, fields.configSchema) };
}
