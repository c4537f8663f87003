import type { ErrorInfo } from "#core/errors.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { undoIdOf } from "#core/nodes/undo-of.ts";
import { waysOf } from "#core/nodes/ways/ways-of.ts";
import { errorLabel } from "#core/pipeline/graph/way-out.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { NodeChange } from "../advance-result.ts";
import { usualStop } from "../agent/stop.ts";
import type { NodePhase } from "../state.ts";
import { errorOutput } from "./error-output.ts";
import { enqueueSuccessors, type Scratch } from "./scratch.ts";
import { chargeNode } from "./step-work.ts";

/** Further fields of the change that settles a node: its input, its start. */
type ChangeDetails = Pick<NodeChange, "input" | "startedAtMs">;

/** What is known about the end of a failed attempt besides its error. */
export interface FailureDetail {
  readonly answer?: JsonObject;
  /** Why the model stopped. */
  readonly stop?: string;
}

/** Ends a node with its output, and queues its successors. */
export function completeNode(
  scratch: Scratch,
  node: PlanNode,
  output: Json,
  details: ChangeDetails & { readonly branch?: string; readonly stop?: string } = {},
): void {
  enter(scratch, node, "completed", details.branch);
  chargeNode(scratch.work, scratch.weighed, output, ...writtenInput(details));
  const stop = noteStop(scratch, node, details.stop);
  scratch.newOutputs.set(node.id, output);
  const finishedAtMs = scratch.context.nowMs;
  scratch.changes.push({ nodeId: node.id, status: "completed", output, finishedAtMs, ...details });
  const branch = details.branch === undefined ? {} : { branch: details.branch };
  scratch.events.push({ type: "node.completed", nodeId: node.id, ...branch, ...stop });
}

/** Stores an unusual stop reason, and returns what the node's log line says about it. */
function noteStop(scratch: Scratch, { id }: PlanNode, stop: string | undefined): { readonly stop?: string } {
  if (stop === undefined || stop === usualStop) return {};
  scratch.stops[id] = stop;
  return { stop };
}

/**
 * Ends a node whose retries are used up, as its `onError` says. `answer` is the response of the other side, if there
 * was one.
 */
export function failNode(
  scratch: Scratch,
  node: PlanNode,
  error: ErrorInfo,
  details: ChangeDetails = {},
  { answer, stop: stopped }: FailureDetail = {},
): void {
  const rescue = rescueOf(node, error, answer);
  chargeNode(scratch.work, scratch.weighed, rescue?.output ?? null, ...writtenInput(details));
  enter(scratch, node, rescue === null ? "failed" : "handled", rescue?.branch);
  if (rescue === null) noteFailure(scratch, node, error);
  else scratch.newOutputs.set(node.id, rescue.output);
  const finishedAtMs = scratch.context.nowMs;
  scratch.changes.push({
    nodeId: node.id,
    status: "failed",
    error,
    finishedAtMs,
    ...details,
    ...(stopped === undefined ? {} : { stop: stopped }),
    ...rescue,
  });
  const branch = rescue?.branch === undefined ? {} : { branch: rescue.branch };
  const stop = noteStop(scratch, node, stopped);
  scratch.events.push({
    type: "node.failed",
    nodeId: node.id,
    error,
    handled: rescue !== null,
    ...branch,
    ...stop,
  });
}

/** Ends a node that will not run: `skipped` by a branch, or `doomed` because something before it failed. */
export function skipNode(scratch: Scratch, node: PlanNode, phase: "skipped" | "doomed"): void {
  enter(scratch, node, phase);
  chargeNode(scratch.work, scratch.weighed);
  const finishedAtMs = scratch.context.nowMs;
  scratch.changes.push({ nodeId: node.id, status: "skipped", finishedAtMs });
  scratch.events.push({ type: "node.skipped", nodeId: node.id });
}

/** Ends a node together with the run that is being closed. It has no line of its own: the run's last line names it. */
export function cancelNode(scratch: Scratch, node: PlanNode): void {
  enter(scratch, node, "cancelled");
  const finishedAtMs = scratch.context.nowMs;
  scratch.changes.push({ nodeId: node.id, status: "cancelled", finishedAtMs });
}

function writtenInput({ input }: ChangeDetails): readonly Json[] {
  return input === undefined ? [] : [input];
}

function enter(scratch: Scratch, node: PlanNode, phase: NodePhase, branch?: string): void {
  scratch.phases[node.id] = phase;
  if (phase === "completed" || scratch.attempts[node.id]?.mayHaveActed === true) noteActed(scratch, node);
  delete scratch.attempts[node.id];
  if (branch !== undefined) scratch.branches[node.id] = branch;
  enqueueSuccessors(scratch, node);
}

/** There is something to take back. If a node's outcome is unknown, its undo has to find out. */
function noteActed(scratch: Scratch, { id }: PlanNode): void {
  if (scratch.plan.nodeById.has(undoIdOf(id))) scratch.acted.push(id);
}

interface Rescue {
  readonly output: Json;
  readonly branch?: string;
}

/** What follows from a failure: nothing, the fallback, or the error itself along the error edges. */
function rescueOf(node: PlanNode, error: ErrorInfo, answer: JsonObject | undefined): Rescue | null {
  switch (node.onError) {
    case "fail":
      return null;
    case "branch":
      return { output: errorOutput(node, error, answer), branch: errorLabel };
    case "continue": {
      const branch = fallbackBranch(node);
      return { output: node.fallbackOutput, ...(branch === undefined ? {} : { branch }) };
    }
  }
}

/** A node that chooses a branch and continues takes the one its fallback names, or else its last: `false` or `else`. */
function fallbackBranch({ definition, fallbackOutput }: PlanNode): string | undefined {
  const labels = waysOf(definition)?.labels ?? [];
  const named = String(fallbackOutput);
  return labels.includes(named) ? named : labels.at(-1);
}

function noteFailure(scratch: Scratch, node: PlanNode, error: ErrorInfo): void {
  const known = scratch.plan.nodeById.get(scratch.failure?.nodeId ?? "");
  if (known !== undefined && known.index < node.index) return;
  scratch.failure = { ...error, nodeId: node.id };
}
