import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { Happening } from "../happening.ts";
import { goOn } from "./ask-people.ts";
import { attemptCancelled, attemptFailed } from "./attempt-happenings.ts";
import { childLateness, showMoving } from "./child-happenings.ts";
import type { Ignored, Scratch } from "./scratch.ts";

type Of<Kind extends Happening["kind"]> = Extract<Happening, { readonly kind: Kind }>;

/** An agent's tools have started runs: its attempt is over, and no worker holds the node until they have ended. */
export function toolRunsBegun(
  scratch: Scratch,
  { id: nodeId }: PlanNode,
  { attempt }: Of<"tool-runs.begun">,
): Ignored {
  const phase = scratch.phases[nodeId];
  const latest = scratch.attempts[nodeId];
  if (scratch.closing !== null) return `the run is being ended as ${scratch.closing.as}`;
  if (phase !== "running" || latest === undefined) return `the node is ${phase}`;
  if (latest.awaitsRuns === true) return "its tools have started their runs";
  if (attempt !== latest.number) return `attempt ${attempt} is not the one in flight`;
  // An attempt that ends between two steps has not failed and does not use up a try.
  scratch.attempts[nodeId] = { ...latest, failedBefore: (latest.failedBefore ?? 0) + 1, awaitsRuns: true };
  scratch.changes.push({ nodeId, status: "running" });
  return null;
}

/** All of them have ended, and their results are recorded: the agent continues with these, or fails. */
export function toolRunsEnded(
  scratch: Scratch,
  node: PlanNode,
  { attempt, error, jitter }: Of<"tool-runs.ended">,
): Ignored {
  const { id: nodeId } = node;
  const late = childLateness(scratch, node, attempt);
  if (late !== null) return late;
  const latest = scratch.attempts[nodeId];
  if (latest?.awaitsRuns !== true) return "its tools have started no runs";
  const hadWaited = scratch.phases[nodeId] === "waiting";
  const { awaitsRuns: _, ...count } = latest;
  scratch.attempts[nodeId] = count;
  scratch.phases[nodeId] = "running";
  if (scratch.closing !== null) {
    return attemptCancelled(scratch, node, { kind: "attempt.cancelled", nodeId, attempt });
  }
  if (error !== null) {
    // It has failed after all.
    scratch.attempts[nodeId] = { ...count, failedBefore: (count.failedBefore ?? 1) - 1 };
    const failed = { kind: "attempt.failed", nodeId, attempt, error } as const;
    return attemptFailed(scratch, node, { ...failed, retryAfterMs: null, jitter });
  }
  if (hadWaited) showMoving(scratch, node);
  goOn(scratch, nodeId);
  return null;
}
