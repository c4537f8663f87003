import type { Problem } from "#core/errors.ts";
import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import { parseTemplate } from "#core/expression/syntax/parse-template.ts";
import { findNullUses, type NodeRead } from "#core/expression/types/find-null-uses.ts";
import type { NodeDefinition } from "../../definition.ts";
import type { Graph } from "../../graph/graph.ts";
import { type NodeSource, nodeSources } from "../../node-sources.ts";
import { type AbsenceTest, absenceTest } from "../../presence.ts";
import { placeText, warning } from "../../problem.ts";

/**
 * Values that are null if their node was skipped, used as if they always existed: the run would fail or not depending
 * on its data. `order` leads every edge forward. A decision reads missing values as false, so nothing is reported
 * there.
 */
export function checkAbsence(graph: Graph, order: readonly string[]): readonly Problem[] {
  const definitions = new Map(graph.nodes.map(({ id, definition }) => [id, definition]));
  const mayBeAbsent = absenceTest(order, graph.edges, definitions);
  const incoming = Map.groupBy(graph.edges, ({ to }) => to);
  return graph.nodes.flatMap(({ id, definition }) => {
    if (definition === null) return [];
    const predecessors = new Set((incoming.get(id) ?? []).map(({ from }) => from));
    return nodeSources(definition).flatMap((source) =>
      warningsOf(definition, source, predecessors, mayBeAbsent),
    );
  });
}

function warningsOf(
  node: NodeDefinition,
  source: NodeSource,
  predecessors: ReadonlySet<string>,
  mayBeAbsent: AbsenceTest,
): readonly Problem[] {
  if (source.isDecision === true) return [];
  const isUnmapped = node.input === undefined || source.path[0] === "input";
  const place = { nodeId: node.id, path: source.path };
  const named = new Set<string>();
  return readsIn(source).flatMap((read) => {
    const isJoined =
      read.from === "nodes" || (isUnmapped && predecessors.size > 1 && predecessors.has(read.key));
    if (!isJoined || named.has(read.key) || !mayBeAbsent(read.key, node.id)) return [];
    named.add(read.key);
    return [
      warning("MAY_BE_MISSING", `Node "${node.id}": ${placeText(node, source.path)}: ${tell(read)}`, place),
    ];
  });
}

/** A template writes null as a word, so there even a value that is only passed on is reported. */
function readsIn({ kind, source }: NodeSource): readonly NodeRead[] {
  if (kind === "expression") {
    const parsed = parseExpression(source);
    return parsed.ok ? findNullUses(parsed.expression.program).filter(({ isWhole }) => !isWhole) : [];
  }
  const parsed = parseTemplate(source);
  if (!parsed.ok) return [];
  return parsed.template.parts.flatMap((part) =>
    part.kind === "text" ? [] : findNullUses(part.expression.program),
  );
}

function tell({ from, key }: NodeRead): string {
  const [written, asked] =
    from === "nodes"
      ? [`nodes.${key}.output`, `nodes.?${key}.output.orValue("")`]
      : [`input.${key}`, `input.${key} == null ? "" : input.${key}`];
  return `${written} is null when "${key}" was skipped. Ask first, for example with ${asked}.`;
}
