import type { Plan } from "#core/pipeline/plan/plan.ts";
import { hasOutput, initialRunState, makePhases } from "../phase.ts";
import { undoneNodes } from "../reducer/undo.ts";
import type { RunState } from "../state.ts";
import { isSameNode, readsVariable } from "./same-node.ts";

export interface Fork {
  /** Pending; `run.start` begins what can begin. */
  readonly state: RunState;
  /** Nodes taken over as they ended, in plan order: their node runs are copied, nothing is called for them. */
  readonly reused: readonly string[];
}

/** What a fork changes besides where it begins. */
export interface ForkDifference {
  /** The plan of the source run, if the fork has another one. */
  readonly sourcePlan?: Plan;
  readonly isInputChanged?: boolean;
  /** Names of variables whose value differs from the source run's. */
  readonly changedVariables?: ReadonlySet<string>;
  /** Nodes with given outputs: they have completed with those, and what follows them runs again. */
  readonly givenOutputs?: ReadonlySet<string>;
  /** Nodes that are taken over as they ended, whatever has changed in them or before them. */
  readonly pinned?: ReadonlySet<string>;
}

/**
 * The state of a new run that takes over what an earlier one had done, except at and below `fromNodeIds`. What had
 * failed or was never reached there runs again, so an empty list resumes a failed run. So does what was taken back, or
 * is to be: its output no longer describes reality. And so does every node that has changed, or that reads what has
 * changed, with everything that follows; but not pinned nodes.
 */
export function forkState(
  plan: Plan,
  source: RunState,
  fromNodeIds: readonly string[],
  difference: ForkDifference = {},
): Fork {
  const { sourcePlan = plan, givenOutputs = new Set(), pinned = new Set() } = difference;
  const from = new Set([...fromNodeIds, ...undoneNodes(sourcePlan, source)]);
  if (difference.isInputChanged === true) from.add(plan.triggerId);
  const reused = new Set<string>();
  const phases = makePhases(plan, () => "idle");
  for (const node of plan.nodes) {
    if (givenOutputs.has(node.id)) {
      phases[node.id] = "completed";
      continue;
    }
    const isOther =
      !isSameNode(node, sourcePlan.nodeById.get(node.id)) || readsVariable(node, difference.changedVariables);
    const follows = node.incoming.some((edge) => !reused.has(edge.from));
    if (!hasResult(source, node.id) || from.has(node.id)) continue;
    if ((follows || isOther) && !pinned.has(node.id)) continue;
    reused.add(node.id);
    phases[node.id] = source.phases[node.id] ?? "idle";
  }
  const { branches, stops } = source;
  const kept = { branches: only(branches, reused), stops: only(stops, reused) };
  return { state: { ...initialRunState(plan), phases, ...kept }, reused: [...reused] };
}

/** Whether a run has a result of a node that another one may take over. */
export function hasResult({ phases }: RunState, nodeId: string): boolean {
  const phase = phases[nodeId] ?? "idle";
  return hasOutput(phase) || phase === "skipped";
}

function only(
  values: { readonly [nodeId: string]: string },
  nodeIds: ReadonlySet<string>,
): { readonly [nodeId: string]: string } {
  return Object.fromEntries(Object.entries(values).filter(([nodeId]) => nodeIds.has(nodeId)));
}
