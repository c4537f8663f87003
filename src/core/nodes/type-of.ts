import type { z } from "zod";
import type { TypeScope } from "#core/expression/types/infer-type.ts";
import { anyType, objectType, type StaticType } from "#core/expression/types/static-type.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { Behaviour, Call, ItemsPolicy, PlacedCall, Ways } from "./behaviour.ts";
import type { ConfigSource, FailureFields, NodeType } from "./node-type.ts";
import { type Body, type NodeDefinition, type NodeTypeName, nodeTypes } from "./registry.ts";

/** A type as it is used with a node that was parsed with its own schema: the config is what its functions expect. */
type AnyNodeType = NodeType<NodeTypeName, z.ZodType<unknown>, Behaviour<unknown>>;

const byName: ReadonlyMap<string, AnyNodeType> = new Map(
  nodeTypes.map((nodeType) => [nodeType.type, nodeType as unknown as AnyNodeType]),
);

/** The description of a node's type. Every name of the union is registered, so there always is one. */
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
 * The branches of a node as written, however incomplete: an invalid config counts as that of a new node. Null if it has
 * only one way out, or an unknown type.
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

/** What is reported of a node's failure besides code and message; null if nothing. */
export function failureFieldsOf(node: NodeDefinition): FailureFields | null {
  return typeOf(node).failureFields?.(node.config) ?? null;
}

/** Whether nodes of this type call models. */
export function asksModels(node: Pick<NodeDefinition, "type">): boolean {
  const { run } = typeOf(node);
  return run.kind === "effect" && run.lane === "agent";
}

/**
 * What a node that is not pure contacts or waits for, in a few words; null if its plan says it, as for nodes that call
 * models.
 */
export function targetOf(node: NodeDefinition): string | null {
  const { run } = typeOf(node);
  return "target" in run ? run.target(node.config) : null;
}

/** What a node runs inside itself; null if nothing. */
export function callOf(node: NodeDefinition): Call | null {
  const { run } = typeOf(node);
  return run.kind === "child" ? run.call(node.config) : null;
}

/** The pipelines that a node or its agent's tools run, and where below its config they are named. */
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

/** What is known of the input of the runs that a node starts; null if it starts none. */
export function givenType(node: NodeDefinition, scope: TypeScope): StaticType | null {
  const { run } = typeOf(node);
  return run.kind === "child" ? run.given(node.config, scope) : null;
}

/** How a node works through a list; null if it does not. */
export function itemsOf(node: NodeDefinition): ItemsPolicy | null {
  const { run } = typeOf(node);
  return run.kind === "child" ? (run.items?.(node.config) ?? null) : null;
}

/** Whether nodes of a type, as written, may have a body. */
export function mayHaveBody(type: unknown): boolean {
  return typeof type === "string" && byName.get(type)?.run.kind === "child";
}

/** The body of a node; null if it has none. */
export function bodyOf(node: NodeDefinition): Body | null {
  const call = callOf(node);
  return call?.kind === "body" ? (call.body as Body) : null;
}

/** The longest that a node waits before the run continues; 0 if it does not wait, null if unknown. */
export function longestWaitMsOf(node: NodeDefinition): number | null {
  const { run } = typeOf(node);
  return run.kind === "gate" ? run.longestMs(node.config) : 0;
}

/** Whether the input is passed on unchanged, apart from mappings. */
export function passesInputOn(node: NodeDefinition): boolean {
  const input = objectType([], true);
  const scope = { input, trigger: anyType, output: anyType, nodeOutput: () => anyType };
  return rawOutputType(node, scope) === input;
}
