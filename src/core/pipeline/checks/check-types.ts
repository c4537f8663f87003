import type { Problem } from "#core/errors.ts";
import { parseTemplate } from "#core/expression/syntax/parse-template.ts";
import { inferType, type TypeFault, type TypeScope } from "#core/expression/types/infer-type.ts";
import { expressionType } from "#core/expression/types/mapping-type.ts";
import { anyType, objectType, type StaticType } from "#core/expression/types/static-type.ts";
import { asksModels } from "#core/nodes/type-of.ts";
import type { NodeDefinition } from "../definition.ts";
import type { Graph } from "../graph/graph.ts";
import { type NodeSource, nodeSources } from "../node-sources.ts";
import { type NodeTypes, nodeTypes } from "../output-types.ts";
import { fault, pathText, warning } from "../problem.ts";

/**
 * Expressions that fail whatever the data are: a field of a text, a sum of a number and a text. What outputs are made
 * of is known from outputSchemas, and from what nodes do. `order` leads every edge forward.
 */
export function checkTypes(graph: Graph, order: readonly string[]): readonly Problem[] {
  const definitions = new Map(graph.nodes.map(({ id, definition }) => [id, definition]));
  const incoming = Map.groupBy(graph.edges, ({ to }) => to);
  const outputs = new Map<string, StaticType>();
  const nodeOutput = (id: string) => outputs.get(id) ?? anyType;
  const hasStop = (id: string) => {
    const definition = definitions.get(id);
    return definition != null && asksModels(definition);
  };
  return order.flatMap((id) => {
    const definition = definitions.get(id);
    if (definition == null) return [];
    const predecessors = new Set((incoming.get(id) ?? []).map(({ from }) => from));
    const unmapped = unmappedType([...predecessors], nodeOutput);
    const types = nodeTypes(definition, unmapped, { nodeOutput, hasStop });
    outputs.set(id, types.output);
    return nodeSources(definition).flatMap((source) =>
      problemsOf(definition, source, scopeOf(source, types)),
    );
  });
}

function scopeOf({ path, isUndo, isAfterPass }: NodeSource, types: NodeTypes): TypeScope {
  // Whether there is an output to undo is only known then.
  if (isUndo === true) return { ...types.inside, output: anyType };
  if (isAfterPass === true) return { ...types.inside, output: resultOf(types.inside.output) };
  return path[0] === "input" ? types.before : types.inside;
}

/** What a single pass put out, where the node puts that out in a field. */
function resultOf(output: StaticType): StaticType {
  return output.kind === "object" ? (output.fields.get("result") ?? anyType) : anyType;
}

/**
 * One predecessor hands its output on; several make an object by id. A skipped one's null is left aside: what fails on
 * a value of the other kinds fails on null too.
 */
function unmappedType(from: readonly string[], typeOf: (nodeId: string) => StaticType): StaticType {
  const [only, ...others] = from;
  if (only === undefined) return anyType;
  if (others.length === 0) return typeOf(only);
  return objectType(
    from.map((id) => [id, typeOf(id)]),
    false,
  );
}

function problemsOf(node: NodeDefinition, source: NodeSource, scope: TypeScope): readonly Problem[] {
  const place = { nodeId: node.id, path: source.path };
  const where = `Node "${node.id}": ${pathText(source.path)}`;
  return faultsIn(source, scope).map(({ message, position, isMissing }) => {
    const at = source.kind === "expression" ? ` (at character ${position - (source.offset ?? 0) + 1})` : "";
    if (isMissing && source.isDecision === true) {
      return warning("NEVER_THERE", `${where}: ${message}, so what depends on it is never true${at}.`, place);
    }
    return fault("TYPE_MISMATCH", `${where}: ${message}${hint(message, source)}${at}.`, place);
  });
}

/** Most often somebody reads a field of what a model says. */
function hint(message: string, { source }: NodeSource): string {
  if (!message.includes("is text, so it has no field") || !source.includes("output")) return "";
  return ". A model answers with text unless its node has an outputSchema";
}

function faultsIn({ kind, source }: NodeSource, scope: TypeScope): readonly TypeFault[] {
  if (kind === "expression") return expressionType(source, scope).faults;
  const parsed = parseTemplate(source);
  if (!parsed.ok) return [];
  return parsed.template.parts.flatMap((part) =>
    part.kind === "text" ? [] : inferType(part.expression.program, scope).faults,
  );
}
