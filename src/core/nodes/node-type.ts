import { z } from "zod";
import type { TypeScope } from "#core/expression/types/infer-type.ts";
import type { StaticType } from "#core/expression/types/static-type.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { Behaviour } from "./behaviour.ts";
import { nodeFields } from "./fields/node-fields.ts";

/** One piece of a config that is evaluated against the run, and where it stands. */
export interface ConfigSource {
  readonly kind: "expression" | "template";
  readonly path: readonly (string | number)[];
  readonly source: string;
  /** This many characters of it come before what the author wrote. */
  readonly offset?: number;
  /** It is read as `evaluateCondition` does, where what is missing is false. */
  readonly isDecision?: true;
  /** It is rendered where the workspace's secrets may be used: for an HTTP request, when it is sent. */
  readonly seesSecrets?: true;
  /** It belongs to a tool, which sees what a model gave it as `args`. */
  readonly seesArgs?: true;
  /** It belongs to the node's undo, which sees `output` and `error` too. */
  readonly isUndo?: true;
  /** It is evaluated when a run of the node has completed, and sees what that put out as `output`. */
  readonly isAfterPass?: true;
}

/** What a failed node hands on along its error edges besides the error's code and message. */
export interface FailureFields {
  /** The fields where nobody answered, so that what reads them finds them whatever happened. */
  readonly unanswered: JsonObject;
  readonly types: readonly (readonly [string, StaticType])[];
}

/** The fields that every node has, and the config of its type. */
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
  /** How long one attempt may take unless the node says otherwise. */
  readonly defaultTimeoutMs: number;
  readonly configSchema: Schema;
  /** The config of a new node in the editor; left out, it is what the schema requires, empty. */
  readonly starter?: z.input<Schema>;
  /** Everything in the config that refers to the run: the validator and the plan read references from it. */
  readonly sources: (config: z.output<Schema>) => readonly ConfigSource[];
  /** What is known of its output before any run, without its output mapping. */
  readonly outputType: (node: NodeOf<z.output<Schema>>, scope: TypeScope) => StaticType;
  readonly run: Run;
  /** Absent, or null: code and message are all that is reported of its failure. */
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
 * Describes a node type once, with all it does: the palette, the validator, the plan, the reducer, the engine, the docs
 * and the client read it from the registry. What must not be forgotten has no default.
 */
export function defineNodeType<
  const Type extends string,
  Schema extends z.ZodType,
  Run extends Behaviour<z.output<Schema>>,
>(fields: NodeTypeFields<Type, Schema, Run>): NodeType<Type, Schema, Run> {
  return { ...fields, schema: nodeSchema(fields.type, fields.configSchema) };
}

/** For `outputType`, what comes in goes out; for `given`, a run inside begins with it. */
export function inputType(_node: unknown, { input }: TypeScope): StaticType {
  return input;
}
