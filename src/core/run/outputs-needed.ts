import type { Plan, PlanNode } from "#core/pipeline/plan.ts";
import { isTriggerData } from "./node-output.ts";

/** Loading more sinks than this ahead would cost more than asking for them once, when the run ends. */
const maxSinksAhead = 8;

/**
 * Earlier outputs that `advance` may want when this node ends, so that the query that locks the run can bring them along. It is a guess from
 * the plan alone: what is wanted after all is asked for with `needs-outputs`. It does not grow with the length of a chain.
 */
export function outputsNeeded(plan: Plan, nodeId: string): readonly string[] {
  const node = plan.nodeById.get(nodeId);
  if (node === undefined) return [];
  const wanted = new Set<string>();
  if (node.type === "delay") addInputs(wanted, node);
  const decided = nodesDecidedAfter(plan, node);
  for (const each of decided) {
    if (each.isPure || each.type === "delay") addInputs(wanted, each);
  }
  addSinks(wanted, plan, [node, ...decided]);
  const made = new Set(decided.filter((each) => each.isPure).map((each) => each.id));
  return [...wanted].filter((id) => id !== nodeId && !made.has(id) && !isTriggerData(plan, id));
}

/** The nodes after this one up to and including the next that do not end at once. */
function nodesDecidedAfter(plan: Plan, node: PlanNode): readonly PlanNode[] {
  const found = new Set<PlanNode>([node]);
  for (const each of found) {
    if (each !== node && !each.isPure) continue;
    for (const edge of each.outgoing) {
      const target = plan.nodeById.get(edge.to);
      if (target !== undefined) found.add(target);
    }
  }
  found.delete(node);
  return [...found];
}

/** The outputs that `resolveNodeInput` wants for this node: its predecessors' and those that it names. */
export function inputsNeeded(plan: Plan, nodeId: string): readonly string[] {
  const wanted = new Set<string>();
  const node = plan.nodeById.get(nodeId);
  if (node !== undefined) addInputs(wanted, node);
  return [...wanted].filter((id) => !isTriggerData(plan, id));
}

function addInputs(wanted: Set<string>, node: PlanNode): void {
  for (const edge of node.incoming) wanted.add(edge.from);
  for (const id of node.references) wanted.add(id);
}

function addSinks(wanted: Set<string>, plan: Plan, ended: readonly PlanNode[]): void {
  const mayEndRun = ended.some((node) => node.outgoing.length === 0);
  if (!mayEndRun || plan.sinks.length > maxSinksAhead) return;
  for (const sink of plan.sinks) wanted.add(sink.id);
}
