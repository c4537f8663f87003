import { sameJson } from "#core/json/same-json.ts";
import { nodeSources } from "#core/pipeline/node-sources.ts";
import { parseSource } from "#core/pipeline/parse-source.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";

/** Whether a node of one version does what that of another one does. Its name and position do not matter. */
export function isSameNode(node: PlanNode, other: PlanNode | undefined): boolean {
  if (node === other) return true;
  return other !== undefined && sameJson(essence(node), essence(other));
}

function essence({ definition, agent, incoming, retry }: PlanNode) {
  const { name: _name, position: _position, next: _next, ...rest } = definition;
  const edges = incoming.map(({ from, condition }) => `${from} ${condition}`).toSorted();
  return { ...rest, agent: agent === null ? null : { ...agent, name: "" }, edges, retry };
}

/** Whether any expression or template of a node refers to one of these variables. */
export function readsVariable({ definition }: PlanNode, names: ReadonlySet<string> = new Set()): boolean {
  if (names.size === 0) return false;
  return nodeSources(definition).some((source) => {
    const parsed = parseSource(source);
    return parsed.ok && parsed.references.variables.some((name) => names.has(name));
  });
}
