import type { TypeScope } from "#core/expression/types/infer-type.ts";
import { mappingType } from "#core/expression/types/mapping-type.ts";
import {
  anyType,
  objectType,
  type StaticType,
  schemaType,
  textType,
} from "#core/expression/types/static-type.ts";
import { failureFieldsOf, rawOutputType } from "#core/nodes/type-of.ts";
import type { NodeDefinition } from "./definition.ts";

/** What each expression of a node may read, and what the node passes on. */
export interface NodeTypes {
  /** In the node's input mapping. */
  readonly before: TypeScope;
  /** In everything else. */
  readonly inside: TypeScope;
  readonly output: StaticType;
}

/** What is known besides a node itself. */
export interface AroundNode extends Pick<TypeScope, "nodeOutput" | "hasStop" | "trigger"> {
  /** The output of a node's child runs, given what its expressions see; any, if that is unknown. */
  readonly insideOf: (node: NodeDefinition, seen: TypeScope) => StaticType;
}

/** Infers a node's types from those of the nodes before it. `unmapped` is what the edges bring. */
export function inferNodeTypes(
  node: NodeDefinition,
  unmapped: StaticType,
  { insideOf, ...around }: AroundNode,
): NodeTypes {
  const before = { input: unmapped, output: anyType, ...around };
  const input = node.input === undefined ? unmapped : mappingType(node.input, before);
  const given = { ...before, input };
  const seen = { ...given, inside: insideOf(node, given) };
  const raw = rawOutputType(node, seen);
  const inside = { ...seen, output: raw };
  return { before, inside, output: handedOn(node, raw, inside) };
}

function handedOn(node: NodeDefinition, raw: StaticType, inside: TypeScope): StaticType {
  // What replaces a failed node's output has another type than the output.
  if (node.onError === "branch") return errorOrOutput(node, raw);
  if (node.onError === "continue") return anyType;
  if (node.outputSchema !== undefined) return schemaType(node.outputSchema);
  return node.output === undefined ? raw : mappingType(node.output, inside);
}

/** If the failure has fields of its own both are objects, and only one of them has an `error`: see `errorOutput`. */
function errorOrOutput(node: NodeDefinition, raw: StaticType): StaticType {
  const failure = failureFieldsOf(node);
  if (failure === null || node.output !== undefined || node.outputSchema !== undefined) return anyType;
  const fields = raw.kind === "object" ? [...raw.fields] : [];
  const error = objectType([["code", textType], ["message", textType], ...failure.types], false);
  return objectType([...fields, ["error", error]], false);
}
