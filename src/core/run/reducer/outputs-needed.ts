import type { Plan, PlanNode } from "#core/pipeline/plan/plan.ts";
import { hasPasses } from "../passes/passes.ts";
import { isTriggerData } from "./node-output.ts";

/**
 * If many branches meet in a node, or a run has many last nodes, only the end of the last predecessor needs the
 * outputs: loading them every time would cost more than one extra request.
 */
const maxAhead = 8;

/**
 * Earlier outputs that `advance` may need when this node ends, so that the query that locks the run can load them as
 * well. It is a guess from the plan alone: anything else is requested with `needs-outputs`. It does not grow with the
 * length of a chain.
 */
export function outputsNeeded(plan: Plan, nodeId: string): readonly string[] {
  const node = plan.nodeById.get(nodeId);
  if (node === undefined) return [];
  const wanted = new Set<string>();
  // A gate's output is made from its input, which is read again when the wait is over; a mapping may read it as well.
  const isMapped = node.kind === "child" && (node.definition.output !== undefined || hasPasses(node));
  if (node.kind === "gate" || isMapped) addInputs(wanted, node);
  const reached = nodesReachedFrom(plan, node);
  for (const each of reached) {
    if (each.kind !== "effect" && each.kind !== "child" && each.incoming.length <= maxAhead)
      addInputs(wanted, each);
  }
  const decided = reached.filter((each) => each.kind === "pure");
  addSinks(wanted, plan, [node, ...decided]);
  const made = new Set([node, ...decided].map((each) => each.id));
  return [...wanted].filter((id) => !made.has(id) && !isTriggerData(plan, id));
}

/**
 * The outputs that `resolveNodeInput` needs for this node: its predecessors', and those it refers to. For an undo:
 * those of the node it undoes, and that node's own.
 */
export function inputsNeeded(plan: Plan, nodeId: string): readonly string[] {
  const wanted = new Set<string>();
  const node = plan.nodeById.get(nodeId);
  if (node !== undefined) addInputs(wanted, node);
  const undone = plan.nodeById.get(node?.undoes ?? "");
  if (undone !== undefined) addInputs(wanted.add(undone.id), undone);
  return [...wanted].filter((id) => !isTriggerData(plan, id));
}

/** The nodes after this one, through pure nodes, up to and including the next ones that are not pure. */
function nodesReachedFrom(plan: Plan, node: PlanNode): readonly PlanNode[] {
  const found = new Set<PlanNode>([node]);
  for (const each of found) {
    if (each !== node && each.kind !== "pure") continue;
    for (const edge of each.outgoing) {
      const target = plan.nodeById.get(edge.to);
      if (target !== undefined) found.add(target);
    }
  }
  found.delete(node);
  return [...found];
}

function addInputs(wanted: Set<string>, node: PlanNode): void {
  for (const edge of node.incoming) wanted.add(edge.from);
  for (const id of node.references) wanted.add(id);
}

function addSinks(wanted: Set<string>, plan: Plan, ended: readonly PlanNode[]): void {
  const mayEndRun = ended.some((node) => node.outgoing.length === 0);
  if (!mayEndRun || plan.sinks.length > maxAhead) return;
  for (const sink of plan.sinks) wanted.add(sink.id);
}
