import type { Problem } from "#core/errors.ts";
import { parseTemplate } from "#core/expression/syntax/parse-template.ts";
import { inferType, type TypeFault, type TypeScope } from "#core/expression/types/infer-type.ts";
import { expressionType } from "#core/expression/types/mapping-type.ts";
import { anyType, type StaticType } from "#core/expression/types/static-type.ts";
import { bodyOf, givenType } from "#core/nodes/type-of.ts";
import { bodyDefinition } from "../../bodies/body-definition.ts";
import { placeInBody } from "../../bodies/place-in-body.ts";
import type { NodeDefinition, PipelineDefinition } from "../../definition.ts";
import { type Graph, graphOf } from "../../graph/graph.ts";
import { topologicalOrder } from "../../graph/topological-order.ts";
import { graphTypes, type KnownTypes } from "../../graph-types.ts";
import { type NodeSource, nodeSources } from "../../node-sources.ts";
import type { NodeTypes } from "../../output-types.ts";
import { fault, placeText, warning } from "../../problem.ts";

/**
 * Expressions that fail whatever the data are: a field of a text, a sum of a number and a text. The types of outputs
 * are known from outputSchemas, from what nodes do, and from what they run inside. `order` leads every edge forward.
 */
export function checkTypes(
  graph: Graph,
  order: readonly string[],
  known: KnownTypes = {},
): readonly Problem[] {
  const definitions = new Map(graph.nodes.map(({ id, definition }) => [id, definition]));
  const { byNode } = graphTypes(graph, order, known);
  return order.flatMap((id) => {
    const [definition, types] = [definitions.get(id), byNode.get(id)];
    if (definition == null || types === undefined) return [];
    return nodeSources(definition).flatMap((source) =>
      problemsOf(definition, source, scopeOf(source, types)),
    );
  });
}

/**
 * Expressions that fail because of the current outputs of called pipelines. These may be published again, so it is only
 * a warning. What fails whatever they output is not reported twice.
 */
export function checkCalledTypes(
  definition: PipelineDefinition,
  calls: ReadonlyMap<string, StaticType>,
): readonly Problem[] {
  return calls.size === 0 ? [] : calledTypes(definition, {}, { calls });
}

/** `sure`: true whatever called pipelines output; `now`: true with their current outputs. */
function calledTypes(definition: PipelineDefinition, sure: KnownTypes, now: KnownTypes): readonly Problem[] {
  const sorted = topologicalOrder(
    definition.nodes.map(({ id }) => id),
    definition.edges,
  );
  if (!sorted.ok) return [];
  const { order } = sorted;
  const graph = graphOf(definition);
  const said = new Set(checkTypes(graph, order, sure).map(({ message }) => message));
  const own = checkTypes(graph, order, now).flatMap((problem) =>
    said.has(problem.message) ? [] : [{ ...problem, severity: "warning" as const }],
  );
  const [surely, nowadays] = [sure, now].map((known) => graphTypes(graph, order, known).byNode);
  const inside = definition.nodes.flatMap((node, index) => {
    const body = bodyDefinition(definition, node);
    if (body === null) return [];
    const given = (types: NodeTypes | undefined): KnownTypes => {
      const trigger = types === undefined ? null : givenType(node, types.inside);
      return trigger === null ? {} : { trigger };
    };
    const inner = { ...now, ...given(nowadays?.get(node.id)) };
    const found = calledTypes(body, given(surely?.get(node.id)), inner);
    return found.flatMap((problem) => placeInBody(problem, node, index, bodyOf(node)) ?? []);
  });
  return [...own, ...inside];
}

function scopeOf({ path, isUndo, isAfterPass }: NodeSource, types: NodeTypes): TypeScope {
  // Whether there is an output to undo is only known then.
  if (isUndo === true) return { ...types.inside, output: anyType };
  if (isAfterPass === true) return { ...types.inside, output: resultOf(types.inside.output) };
  return path[0] === "input" ? types.before : types.inside;
}

/** The output of a single pass, if the node puts that into a field. */
function resultOf(output: StaticType): StaticType {
  return output.kind === "object" ? (output.fields.get("result") ?? anyType) : anyType;
}

function problemsOf(node: NodeDefinition, source: NodeSource, scope: TypeScope): readonly Problem[] {
  const place = { nodeId: node.id, path: source.path };
  const where = `Node "${node.id}": ${placeText(node, source.path)}`;
  return faultsIn(source, scope).map(({ message, position, isMissing }) => {
    const at = source.kind === "expression" ? ` (at character ${position - (source.offset ?? 0) + 1})` : "";
    if (isMissing && source.isDecision === true) {
      return warning("NEVER_THERE", `${where}: ${message}, so what depends on it is never true${at}.`, place);
    }
    return fault("TYPE_MISMATCH", `${where}: ${message}${hint(message, source)}${at}.`, place);
  });
}

/** Usually somebody reads a field of a model's text. */
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
