import type { ModelUsage } from "#core/model/usage.ts";
import type { EndedTurn } from "#core/run/agent/ended-turn.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { readAgentSteps, unmarkSent } from "#server/db/run/progress/agent-steps/read-steps.ts";
import { bookLate } from "../attempt/book-late.ts";
import { estimateUsage } from "../attempt/estimate-usage.ts";
import { bookCall } from "../attempt/price-attempt.ts";
import { reportCall } from "../attempt/report-call.ts";
import type { EngineContext } from "../engine-context.ts";
import type { NodeStep } from "../step/open-step.ts";
import { noteStep } from "./note-steps.ts";
import { takeHeld } from "./take-held.ts";

/**
 * Books a turn of an agent with tools: its text, its usage and cost, and the calls it asks for commit together or not
 * at all. False when this worker had lost the attempt: then only the cost is booked. Safe to call again.
 */
export async function settleTurn(context: EngineContext, task: NodeTask, turn: EndedTurn): Promise<boolean> {
  const settled = await takeHeld(
    context,
    task,
    (step) => settleInStep(step, task, turn),
    ({ tx }) => bookLate(tx, task, turn, turn.seq),
  );
  return settled !== null;
}

async function settleInStep(step: NodeStep, task: NodeTask, turn: EndedTurn): Promise<true> {
  const { tx, changeset, progress } = step;
  const { nodeId, attempt } = task;
  const known = (await readAgentSteps(tx, task)).find(({ seq }) => seq === turn.seq);
  if (known?.status !== "running") return true;
  const ref = progress.latest?.ref ?? null;
  if (ref === null) throw new Error(`Node "${nodeId}" has a turn and asks no model`);
  const paid = { ref, providerKeyId: task.providerKeyId };
  const settled = { nodeId, attempt, step: turn.seq };
  const usage = await usageOf(step, task, turn);
  const costMicros = bookCall(changeset, settled, paid, usage, progress.spent);
  reportCall(changeset, settled, paid, { kind: "completed" });
  await unmarkSent(tx, task.leaseToken);
  // The node run shows the usage so far, too.
  if (!changeset.changes.has(nodeId)) changeset.changes.set(nodeId, { nodeId, status: "running" });
  noteStep(changeset, attempt, {
    kind: "turn-end",
    nodeId,
    seq: turn.seq,
    status: "completed",
    output: turn.output,
    usage,
    costMicros,
    requestHash: turn.requestHash,
  });
  for (const call of turn.calls)
    noteStep(changeset, attempt, { kind: "call-plan", nodeId, attempt, ...call }, call.name);
  return true;
}

/** Usage was not reported: the turn is booked with its reserved input, as an estimate. */
async function usageOf({ tx }: NodeStep, task: NodeTask, turn: EndedTurn): Promise<ModelUsage | null> {
  if (turn.usage !== "unknown") return turn.usage;
  return estimateUsage(tx, task, task.attempt, turn.output.text, turn.seq);
}
