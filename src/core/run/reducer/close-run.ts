import type { ErrorInfo } from "#core/errors.ts";
import type { Json } from "#core/json/json.ts";
import { outputRoom, takeRoom } from "../output-room.ts";
import { isOpenPhase } from "../phase.ts";
import type { RunState } from "../state.ts";
import type { Draft } from "./draft.ts";
import { findOutput } from "./node-output.ts";
import { cancelNode } from "./settle-node.ts";

/** Ends a run early: what has not begun is cancelled at once, what is in flight is told to stop. */
export function closeEarly(draft: Draft, closing: NonNullable<RunState["closing"]>): void {
  draft.closing = closing;
  let isInFlight = false;
  for (const node of draft.plan.nodes) {
    const phase = draft.phases[node.id] ?? "idle";
    if (phase === "running") isInFlight = true;
    else if (isOpenPhase(phase)) cancelNode(draft, node);
  }
  if (isInFlight) draft.effects.push({ kind: "attempts.abort" });
}

/** Sets the run's status from its nodes, and ends it when none of them is open any more. */
export function settleRun(draft: Draft): void {
  const status = openStatus(draft);
  if (status !== null) draft.status = status;
  else if (draft.closing !== null) endEarly(draft, draft.closing);
  else if (draft.failure !== null) endFailed(draft, draft.failure);
  else endCompleted(draft);
}

/** A run waits when nothing is at work and something waits; null when no node is open. */
function openStatus({ plan, phases }: Draft): "running" | "waiting" | null {
  let status: "running" | "waiting" | null = null;
  for (const node of plan.nodes) {
    const phase = phases[node.id] ?? "idle";
    if (phase === "running" || phase === "retrying") return "running";
    if (phase === "waiting") status = "waiting";
    else if (status === null && isOpenPhase(phase)) status = "running";
  }
  return status;
}

function endEarly(draft: Draft, { as, reason }: NonNullable<RunState["closing"]>): void {
  const cancelledNodes = draft.plan.nodes
    .filter((node) => draft.phases[node.id] === "cancelled")
    .map((node) => node.id);
  const code = as === "timeout" ? "RUN_TIMEOUT" : "RUN_CANCELLED";
  const error: ErrorInfo = { code, message: reason, retryable: false };
  draft.status = as;
  draft.end = { status: as, output: null, outputsLeftOut: [], error };
  draft.events.push(
    as === "timeout"
      ? { type: "run.timeout", error, cancelledNodes }
      : { type: "run.cancelled", reason, cancelledNodes },
  );
}

function endFailed(draft: Draft, error: ErrorInfo): void {
  draft.status = "failed";
  draft.end = { status: "failed", output: null, outputsLeftOut: [], error };
  draft.events.push({ type: "run.failed", error });
}

function endCompleted(draft: Draft): void {
  const { output, leftOut } = runOutput(draft);
  if (draft.missing.size > 0) return;
  draft.status = "completed";
  draft.end = { status: "completed", output, outputsLeftOut: leftOut, error: null };
  draft.events.push({ type: "run.completed" });
}

interface RunOutput {
  readonly output: Json;
  readonly leftOut: readonly string[];
}

/**
 * What the nodes put out with which the graph ends. Its shape follows from the graph alone: of one such node its output, of several always
 * an object by node id. Null stands for a node that was skipped, and for an output that there is no room for.
 */
function runOutput(draft: Draft): RunOutput {
  const room = outputRoom(draft.weighed);
  const leftOut: string[] = [];
  const outputs = draft.plan.sinks.map((sink): [string, Json] => {
    const found = findOutput(draft, sink.id);
    if (found.kind === "absent") return [sink.id, null];
    if (found.kind === "found" && takeRoom(room, found.output)) return [sink.id, found.output];
    if (found.kind === "missing" && draft.context.outputsLeftOut?.has(sink.id) !== true) {
      draft.missing.add(sink.id);
    } else leftOut.push(sink.id);
    return [sink.id, null];
  });
  const [only, ...others] = outputs;
  const output = only !== undefined && others.length === 0 ? only[1] : Object.fromEntries(outputs);
  return { output, leftOut };
}
