import { errorLabel } from "#core/pipeline/graph/way-out.ts";
import type { PlanEdge, PlanNode } from "#core/pipeline/plan/plan.ts";
import { hasOutput } from "./phase.ts";
import type { RunState } from "./state.ts";

/**
 * What an edge means to the node it leads to. `doom`: its source failed for good, or never ran because of such a
 * failure.
 */
export type EdgeState = "open" | "live" | "dead" | "doom";

/** The relevant parts of an edge: its source, and the branch it belongs to. */
type EdgeOut = Pick<PlanEdge, "from" | "condition">;

type Progress = Pick<RunState, "phases" | "branches">;

export function edgeState(edge: EdgeOut, { phases, branches }: Progress): EdgeState {
  const phase = phases[edge.from] ?? "idle";
  if (hasOutput(phase)) return isTaken(edge, branches[edge.from]) ? "live" : "dead";
  if (phase === "skipped") return "dead";
  return phase === "failed" || phase === "doomed" ? "doom" : "open";
}

function isTaken(edge: EdgeOut, branch: string | undefined): boolean {
  if (branch === errorLabel || edge.condition !== null) return edge.condition === branch;
  return true;
}

/** What a node that has not begun should do, according to its incoming edges. */
export type EdgeVerdict = "wait" | "begin" | "skip" | "doom";

/**
 * Doom takes precedence over waiting: whatever the other predecessors do, the node cannot run, so the result is the
 * same in any order. A node without incoming edges is skipped, unless it is the trigger.
 */
export function verdictFor(node: PlanNode, progress: Progress): EdgeVerdict {
  if (node.type === "trigger") return "begin";
  let verdict: EdgeVerdict = "skip";
  for (const edge of node.incoming) {
    const state = edgeState(edge, progress);
    if (state === "doom") return "doom";
    if (state === "open") verdict = "wait";
    if (state === "live" && verdict === "skip") verdict = "begin";
  }
  return verdict;
}

/** The node's predecessors, each once, in the order of its edges, and whether their output reaches it. */
export function predecessorsOf(node: PlanNode, progress: Progress): ReadonlyMap<string, boolean> {
  const isLive = new Map<string, boolean>();
  for (const edge of node.incoming) {
    isLive.set(edge.from, isLive.get(edge.from) === true || edgeState(edge, progress) === "live");
  }
  return isLive;
}
