import { z } from "zod";
import type { TypeScope } from "#core/expression/types/infer-type.ts";
import type { StaticType } from "#core/expression/types/static-type.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { Behaviour } from "./behaviour.ts";
import { nodeFields } from "./fields/node-fields.ts";

/** A part of a config that is evaluated against the run, and where it stands. */
export interface ConfigSource {
  readonly kind: "expression" | "template";
  readonly path: readonly (string | number)[];
  readonly source: string;
  /** How many characters precede what the author wrote. */
  readonly offset?: number;
  /** Evaluated like `evaluateCondition`, so that missing values count as false. */
  readonly isDecision?: true;
  /** Rendered where secrets may be used: for an HTTP request, when it is sent. */
  readonly seesSecrets?: true;
  /** Belongs to a tool, which sees what the model passed to it as `args`. */
  readonly seesArgs?: true;
  /** Belongs to the node's undo, which also sees `output` and `error`. */
  readonly isUndo?: true;
  /** Evaluated when a run of the node has completed; sees that run's output as `output`. */
  readonly isAfterPass?: true;
}

/** What a failed node passes along its error edges, besides the error's code and message. */
export interface FailureFields {
  /** The fields for when there was no response, so that expressions find them in any case. */
  readonly unanswered: JsonObject;
  readonly types: readonly (readonly [string, StaticType])[];
}

/** The fields that every node has, plus its type's config. */
export type NodeOf<Config> = z.output<z.ZodObject<typeof nodeFields>> & { readonly config: Config };

interface NodeTypeFields<
  Type extends string,
  Schema extends z.ZodType,
  Run extends Behaviour<z.output<Schema>>,
> {
  readonly type: Type;
  readonly title: string;
  /** One sentence for the palette and the docs. */
  readonly summary: string;
  /** The time limit of one attempt, unless the node sets another. */
  readonly defaultTimeoutMs: number;
  readonly configSchema: Schema;
  /** The config of a new node in the editor; if left out, the schema's required fields, empty. */
  readonly starter?: z.input<Schema>;
  /** Everything in the config that refers to the run: the validator and the plan read references from it. */
  readonly sources: (config: z.output<Schema>) => readonly ConfigSource[];
  /** What is known of its output before any run, without its output mapping. */
  readonly outputType: (node: NodeOf<z.output<Schema>>, scope: TypeScope) => StaticType;
  readonly run: Run;
  /** Absent or null: its failures are reported with code and message only. */
  readonly failureFields?: (config: z.output<Schema>) => FailureFields | null;
}

function nodeSchema<Type extends string, Schema extends z.ZodType>(type: Type, config: Schema) {
  return z.strictObject({ ...nodeFields, type: z.literal(type), config });
}

/** A node type as it is registered. */
export interface NodeType<
  Type extends string,
  Schema extends z.ZodType,
  Run extends Behaviour<z.output<Schema>> = Behaviour<z.output<Schema>>,
> extends NodeTypeFields<Type, Schema, Run> {
  /** A whole node of this type. */
  readonly schema: ReturnType<typeof nodeSchema<Type, Schema>>;
}

/**
 * Describes a node type in one place, with all it does: the palette, the validator, the plan, the reducer, the engine,
 * the docs and the client read it from the registry. What must not be forgotten has no default.
 */
export function defineNodeType<
  const Type extends string,
  Schema extends z.ZodType,
  Run extends Behaviour<z.output<Schema>>,
>(fields: NodeTypeFields<Type, Schema, Run>): NodeType<Type, Schema, Run> {
  return { ...fields, schema: nodeSchema(fields.type, fields.configSchema) };
}

/** For `outputType`, the input is passed on unchanged; for `given`, a run inside starts from it. */
export function inputType(_node: unknown, { input }: TypeScope): StaticType {
  return input;
}
