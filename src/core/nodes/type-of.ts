import type { z } from "zod";
import type { TypeScope } from "#core/expression/types/infer-type.ts";
import { anyType, objectType, type StaticType } from "#core/expression/types/static-type.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { Behaviour, Call, ItemsPolicy, PlacedCall, Ways } from "./behaviour.ts";
import type { ConfigSource, FailureFields, NodeType } from "./node-type.ts";
import { type Body, type NodeDefinition, type NodeTypeName, nodeTypes } from "./registry.ts";

/** A type as it is asked about a node that was parsed with its own schema: the config is what its functions expect. */
type AnyNodeType = NodeType<NodeTypeName, z.ZodType<unknown>, Behaviour<unknown>>;

const byName: ReadonlyMap<string, AnyNodeType> = new Map(
  nodeTypes.map((nodeType) => [nodeType.type, nodeType as unknown as AnyNodeType]),
);

/** The description of a node's type. Every name of the union is registered, so this never misses. */
export function typeOf({ type }: Pick<NodeDefinition, "type">): AnyNodeType {
  const found = byName.get(type);
  if (found === undefined) throw new Error(`Node type ${type} is not registered`);
  return found;
}

/** Every expression and template in a node's config, with its path below `config`. */
export function configSources(node: NodeDefinition): readonly ConfigSource[] {
  return typeOf(node).sources(node.config);
}

/** What is known of a node's output, without its output mapping. */
export function rawOutputType(node: NodeDefinition, scope: TypeScope): StaticType {
  return typeOf(node).outputType(node, scope);
}

/**
 * The ways out of a node as it is written, however much of it is still wrong: a config that cannot be read counts as
 * that of a new node. Null where it has one way, or a type that nobody knows.
 */
export function waysOfWritten({ type, config }: JsonObject): Ways | null {
  const known = typeof type === "string" ? byName.get(type) : undefined;
  if (known === undefined || !("ways" in known.run) || known.run.ways === undefined) return null;
  const read = [config, known.starter].map((one) => known.configSchema.safeParse(one)).find(isRead);
  return read === undefined ? null : known.run.ways(read.data);
}

function isRead<Read>(result: z.ZodSafeParseResult<Read>): result is z.ZodSafeParseSuccess<Read> {
  return result.success;
}

/** What is reported of a node's failure besides code and message; null where that is all. */
export function failureFieldsOf(node: NodeDefinition): FailureFields | null {
  return typeOf(node).failureFields?.(node.config) ?? null;
}

/** Whether nodes of this type ask models. */
export function asksModels(node: Pick<NodeDefinition, "type">): boolean {
  const { run } = typeOf(node);
  return run.kind === "effect" && run.lane === "agent";
}

/**
 * What a node that is not pure reaches or waits for, in a few words; null where its plan says it, as of one that asks
 * models.
 */
export function targetOf(node: NodeDefinition): string | null {
  const { run } = typeOf(node);
  return "target" in run ? run.target(node.config) : null;
}

/** What a node runs inside of itself; null for all that run nothing. */
export function callOf(node: NodeDefinition): Call | null {
  const { run } = typeOf(node);
  return run.kind === "child" ? run.call(node.config) : null;
}

/** The pipelines that a node runs, or that the tools of its agent do, and where below its config they are named. */
export function pipelinesOf(node: NodeDefinition): readonly PlacedCall[] {
  const { run } = typeOf(node);
  if (run.kind === "effect" && run.lane === "agent") return run.calls(node.config);
  const call = callOf(node);
  return call?.kind === "pipeline" ? [{ call, path: ["pipeline"] }] : [];
}

/** Whether a node may start runs. */
export function mayStartRuns(node: NodeDefinition): boolean {
  return callOf(node) !== null || pipelinesOf(node).length > 0;
}

/** What is known of the input of the runs that a node starts; null for all that start none. */
export function givenType(node: NodeDefinition, scope: TypeScope): StaticType | null {
  const { run } = typeOf(node);
  return run.kind === "child" ? run.given(node.config, scope) : null;
}

/** How a node works through a list; null for all that work through none. */
export function itemsOf(node: NodeDefinition): ItemsPolicy | null {
  const { run } = typeOf(node);
  return run.kind === "child" ? (run.items?.(node.config) ?? null) : null;
}

/** Whether nodes of a type, as it is written, may have a body. */
export function mayHaveBody(type: unknown): boolean {
  return typeof type === "string" && byName.get(type)?.run.kind === "child";
}

/** The body of a node; null for all that have none. */
export function bodyOf(node: NodeDefinition): Body | null {
  const call = callOf(node);
  return call?.kind === "body" ? (call.body as Body) : null;
}

/** How long a node waits at most before the run goes on; 0 for all that does not wait, null where that is not known. */
export function longestWaitMsOf(node: NodeDefinition): number | null {
  const { run } = typeOf(node);
  return run.kind === "gate" ? run.longestMs(node.config) : 0;
}

/** Whether what comes in goes out unchanged, mappings aside. */
export function passesInputOn(node: NodeDefinition): boolean {
  const input = objectType([], true);
  const scope = { input, trigger: anyType, output: anyType, nodeOutput: () => anyType };
  return rawOutputType(node, scope) === input;
}
