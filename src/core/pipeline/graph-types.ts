import { anyType, objectType, type StaticType } from "#core/expression/types/static-type.ts";
import { asksModels, bodyOf, callOf, givenType } from "#core/nodes/type-of.ts";
import { type EdgedGraph, edgedGraph } from "./bodies/edged-graph.ts";
import { withTrigger } from "./bodies/with-trigger.ts";
import { callKey } from "./calls/calls.ts";
import type { NodeDefinition, PipelineDefinition } from "./definition.ts";
import { fieldOf, type Graph, graphOf, graphOfRaw, listIn } from "./graph/graph.ts";
import { topologicalOrder } from "./graph/topological-order.ts";
import { type AroundNode, inferNodeTypes, type NodeTypes } from "./output-types.ts";

/** What is known besides a graph. */
export interface KnownTypes {
  /** What its runs are started with; absent: anything. */
  readonly trigger?: StaticType;
  /** The outputs of called pipelines, by `callKey`; those that are left out may output anything. */
  readonly calls?: ReadonlyMap<string, StaticType>;
}

export interface GraphTypes {
  readonly byNode: ReadonlyMap<string, NodeTypes>;
  /** For its runs: the output of the last node, or an object of several. */
  readonly output: StaticType;
}

/**
 * What is known, before any run, of the values in a graph: from outputSchemas, from what nodes do, and from what they
 * run inside themselves. `order` leads every edge forward.
 */
export function graphTypes(graph: Graph, order: readonly string[], known: KnownTypes = {}): GraphTypes {
  const definitions = new Map(graph.nodes.map(({ id, definition }) => [id, definition]));
  const incoming = Map.groupBy(graph.edges, ({ to }) => to);
  const byNode = new Map<string, NodeTypes>();
  const nodeOutput = (id: string) => byNode.get(id)?.output ?? anyType;
  const { trigger = anyType } = known;
  const around: AroundNode = {
    nodeOutput,
    trigger,
    hasStop: (id) => {
      const definition = definitions.get(id);
      return definition != null && asksModels(definition);
    },
    insideOf: (node, seen) => insideOf(node, givenType(node, seen), known),
  };
  for (const id of order) {
    const definition = definitions.get(id);
    if (definition == null) continue;
    const from = [...new Set((incoming.get(id) ?? []).map((edge) => edge.from))];
    const unmapped = from.length === 0 ? trigger : unmappedType(from, nodeOutput);
    byNode.set(id, inferNodeTypes(definition, unmapped, around));
  }
  const led = new Set(graph.edges.map(({ from }) => from));
  const ends = order.filter((id) => definitions.has(id) && !led.has(id));
  return { byNode, output: unmappedType(ends, nodeOutput) };
}

/** Like `graphTypes`, for a whole definition; null if it has a cycle. */
export function definitionTypes(
  definition: Pick<PipelineDefinition, "nodes" | "edges" | "variables">,
  known: KnownTypes = {},
): GraphTypes | null {
  const ids = definition.nodes.map(({ id }) => id);
  const sorted = topologicalOrder(ids, definition.edges);
  return sorted.ok ? graphTypes(graphOf(definition), sorted.order, known) : null;
}

/** What is known of a node of a definition as written. */
export interface WrittenType {
  readonly id: string;
  /** How deeply it is nested in bodies. */
  readonly depth: number;
  readonly output: StaticType;
}

/**
 * What is known of the outputs of all nodes of a definition, including those in bodies, however incomplete: nothing for
 * a graph with a cycle. The caller must have limited how deeply it is nested.
 */
export function writtenTypes(raw: unknown, known: KnownTypes = {}): readonly WrittenType[] {
  return typesIn(edgedGraph(raw), raw, known, 0);
}

function typesIn(
  { bodies, raw: edged }: EdgedGraph,
  raw: unknown,
  known: KnownTypes,
  depth: number,
): readonly WrittenType[] {
  const graph = graphOfRaw(depth === 0 ? edged : raw);
  const ids = [...new Set(graph.nodes.map(({ id }) => id))];
  const there = new Set(ids);
  const edges = graph.edges.filter(({ from, to }) => there.has(from) && there.has(to));
  const sorted = topologicalOrder(ids, edges);
  if (!sorted.ok) return [];
  const { byNode } = graphTypes({ ...graph, edges }, sorted.order, known);
  const own = ids.map((id) => ({ id, depth, output: byNode.get(id)?.output ?? anyType }));
  const inner = bodies.flatMap(({ owner, graph: body }) => {
    const id = fieldOf(owner, "id");
    const node = graph.nodes.find((one) => one.id === id)?.definition ?? null;
    const types = typeof id === "string" ? byNode.get(id) : undefined;
    const given = node === null || types === undefined ? null : givenType(node, types.inside);
    const { nodes, edges: inside } = withTrigger(listIn(body.raw, "nodes"), listIn(body.raw, "edges"));
    return typesIn(body, { nodes, edges: inside }, { ...known, trigger: given ?? anyType }, depth + 1);
  });
  return [...own, ...inner];
}

/** The outputs of a node's child runs: of its body, or of the pipeline that it calls. */
function insideOf(node: NodeDefinition, given: StaticType | null, { calls }: KnownTypes): StaticType {
  const call = callOf(node);
  if (call === null || given === null) return anyType;
  if (call.kind === "pipeline") return calls?.get(callKey(call)) ?? anyType;
  const body = bodyOf(node);
  if (body === null) return anyType;
  const { nodes, edges } = withTrigger(body.nodes, body.edges);
  const known = { trigger: given, ...(calls === undefined ? {} : { calls }) };
  const types = definitionTypes({ nodes: [...nodes], edges: [...edges], variables: {} }, known);
  return types?.output ?? anyType;
}

/**
 * A single predecessor passes its output on; several yield an object by id. A skipped one's null is ignored: what fails
 * on a value of another kind fails on null too.
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
