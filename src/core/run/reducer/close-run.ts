import type { ErrorInfo } from "#core/errors.ts";
import type { Json } from "#core/json/json.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { outputRoom, takeRoom } from "../output-room.ts";
import { isOpenPhase } from "../phase.ts";
import type { Closing } from "../state.ts";
import { showMoving } from "./child-happenings.ts";
import { findOutput } from "./node-output.ts";
import type { Scratch } from "./scratch.ts";
import { cancelNode } from "./settle-node.ts";
import { cancelledIn, goOnUndoing } from "./undo.ts";
import { closeEntry } from "./wait.ts";

/**
 * Ends a run early: what has not begun is cancelled immediately; what is in flight is asked to stop, and so are the
 * child runs of its nodes. The run does not end before they have.
 */
export function closeEarly(scratch: Scratch, closing: Closing): void {
  scratch.closing = closing;
  const open = scratch.plan.nodes.filter(({ id }) => isOpenPhase(scratch.phases[id] ?? "idle"));
  const isInFlight = (node: PlanNode) => scratch.phases[node.id] === "running" && !hasChild(scratch, node);
  const parents = open.filter((node) => hasChild(scratch, node));
  const attempts = open.filter(isInFlight);
  for (const node of parents) if (scratch.phases[node.id] === "waiting") showMoving(scratch, node);
  for (const node of open) if (!parents.includes(node) && !isInFlight(node)) endUnbegun(scratch, node);
  if (attempts.length > 0) scratch.effects.push({ kind: "attempts.abort" });
  if (parents.length > 0) {
    scratch.effects.push({ kind: "children.stop", nodeIds: parents.map(({ id }) => id) });
  }
}

/** Whether a child run of the node or of one of its tools is in flight. */
function hasChild({ phases, attempts }: Scratch, { id, kind }: PlanNode): boolean {
  const mayHave = kind === "child" || attempts[id]?.awaitsRuns === true;
  return mayHave && (phases[id] === "running" || phases[id] === "waiting");
}

function endUnbegun(scratch: Scratch, node: PlanNode): void {
  if (scratch.phases[node.id] === "waiting") closeEntry(scratch, node, "cancelled", null);
  cancelNode(scratch, node);
}

/** Sets the run's status from its nodes, and ends it when all nodes are final. */
export function settleRun(scratch: Scratch): void {
  const status = openStatus(scratch);
  if (status !== null) scratch.status = status;
  else if (goOnUndoing(scratch)) scratch.status = "running";
  else if (scratch.closing !== null) endClosed(scratch, scratch.closing);
  else if (scratch.failure !== null) endFailed(scratch, scratch.failure);
  else endCompleted(scratch);
}

function endClosed(scratch: Scratch, closing: Closing): void {
  const { as, reason } = closing;
  switch (as) {
    case "cancelled":
    case "timeout":
      endEarly(scratch, as, reason);
      return;
    case "failed":
    case "undo":
      if (scratch.failure === null) endUndone(scratch);
      else endFailed(scratch, scratch.failure);
  }
}

/** A run waits if nothing is running and something waits; null if no node is open. */
function openStatus({ plan, phases }: Scratch): "running" | "waiting" | null {
  let status: "running" | "waiting" | null = null;
  for (const node of plan.nodes) {
    const phase = phases[node.id] ?? "idle";
    if (phase === "running" || phase === "retrying") return "running";
    if (phase === "waiting") status = "waiting";
    else if (status === null && isOpenPhase(phase)) status = "running";
  }
  return status;
}

function endEarly(scratch: Scratch, as: "cancelled" | "timeout", reason: string): void {
  const cancelledNodes = cancelledIn(scratch);
  const code = as === "timeout" ? "RUN_TIMEOUT" : "RUN_CANCELLED";
  const error: ErrorInfo = { code, message: reason, retryable: false };
  scratch.status = as;
  scratch.end = { status: as, output: null, outputsLeftOut: [], error };
  scratch.events.push(
    as === "timeout"
      ? { type: "run.timeout", error, cancelledNodes }
      : { type: "run.cancelled", reason, cancelledNodes },
  );
}

function endFailed(scratch: Scratch, error: ErrorInfo): void {
  scratch.status = "failed";
  scratch.end = { status: "failed", output: null, outputsLeftOut: [], error };
  scratch.events.push({ type: "run.failed", error });
}

/** A run that only undoes another run has no output of its own. */
function endUndone(scratch: Scratch): void {
  scratch.status = "completed";
  scratch.end = { status: "completed", output: null, outputsLeftOut: [], error: null };
  scratch.events.push({ type: "run.completed" });
}

function endCompleted(scratch: Scratch): void {
  const { output, leftOut } = runOutput(scratch);
  if (scratch.missing.size > 0) return;
  scratch.status = "completed";
  scratch.end = { status: "completed", output, outputsLeftOut: leftOut, error: null };
  scratch.events.push({ type: "run.completed" });
}

interface RunOutput {
  readonly output: Json;
  readonly leftOut: readonly string[];
}

/**
 * The outputs of the graph's last nodes. The shape depends on the graph only: with one such node it is its output, with
 * several it is always an object by node id. Null stands for a skipped node, and for an output that does not fit.
 */
function runOutput(scratch: Scratch): RunOutput {
  const room = outputRoom(scratch.weighed);
  const leftOut: string[] = [];
  const outputs = scratch.plan.sinks.map((sink): [string, Json] => {
    const found = findOutput(scratch, sink.id);
    if (found.kind === "absent") return [sink.id, null];
    if (found.kind === "found" && takeRoom(room, found.output)) return [sink.id, found.output];
    if (found.kind === "missing" && scratch.context.outputsLeftOut?.has(sink.id) !== true) {
      scratch.missing.add(sink.id);
    } else leftOut.push(sink.id);
    return [sink.id, null];
  });
  const [only, ...others] = outputs;
  const output = only !== undefined && others.length === 0 ? only[1] : Object.fromEntries(outputs);
  return { output, leftOut };
}
