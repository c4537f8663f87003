import type { ErrorInfo } from "#core/errors.ts";
import { isTalking } from "#core/run/agent/agent-steps.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { readAgentSteps } from "#server/db/run/progress/agent-steps/read-steps.ts";
import { readCircuits } from "../attempt/ask-circuit.ts";
import type { Credential } from "../attempt/choose-credential.ts";
import { mayCall, reserve } from "../attempt/may-call.ts";
import { park } from "../attempt/open-attempt.ts";
import type { EngineContext } from "../engine-context.ts";
import type { NodeStep } from "../step/open-step.ts";
import { noteStep, noteTurn } from "./note-steps.ts";
import { pauseAttempt } from "./pause-attempt.ts";
import { nextCallOf } from "./read-talk.ts";
import { takeHeld } from "./take-held.ts";

/**
 * The result of asking for the next turn of an agent with tools:
 * - `begun`: its maximum cost is reserved under this number; call the model.
 * - `refused`: a limit, a budget or the model's circuit does not allow it.
 * - `gone`: the attempt is over. Its worker has lost it, its run is being ended, or it waits for money.
 */
export type TurnBegun =
  | { readonly kind: "begun"; readonly seq: number }
  | { readonly kind: "refused"; readonly error: ErrorInfo; readonly retryAfterMs: number | null }
  | { readonly kind: "gone" };

/** Reserves the next turn of an attempt in progress, in one transaction. Safe to call again: the database decides. */
export async function beginTurn(context: EngineContext, task: NodeTask): Promise<TurnBegun> {
  return (await takeHeld(context, task, (step) => beginInStep(step, task))) ?? { kind: "gone" };
}

async function beginInStep(step: NodeStep, task: NodeTask): Promise<TurnBegun> {
  const { tx, changeset, progress } = step;
  const { node, attempt } = task;
  const ref = progress.latest?.ref ?? null;
  if (ref === null || !isTalking(node) || changeset.state.closing !== null) return { kind: "gone" };
  const [steps, circuits] = await Promise.all([readAgentSteps(tx, task), readCircuits(tx, changeset, ref)]);
  const open = steps.find(
    (one) => one.kind === "model" && one.attempt === attempt && one.status === "running",
  );
  if (open !== undefined) return { kind: "begun", seq: open.seq };
  const next = nextCallOf(node, task.scope, { repair: task.repair ?? null, steps });
  if (next === null) return { kind: "gone" };
  const credential: Credential = { ref, providerKeyId: task.providerKeyId, isMissing: false };
  const reservation = reserve(changeset, node.id, attempt, credential, next);
  const call = { credential, reservation, circuits, spent: progress.spent };
  const verdict = await mayCall(step, node, attempt, call);
  switch (verdict.kind) {
    case "fits":
      changeset.ledger.push(reservation);
      noteTurn(changeset, attempt, reservation);
      return { kind: "begun", seq: next.step };
    case "waits":
      await waitForMoney(step, task, credential, verdict);
      return { kind: "gone" };
    case "fails":
    case "cut-off":
      noteRefusal(step, task, reservation);
      return {
        kind: "refused",
        error: verdict.error,
        retryAfterMs: verdict.kind === "cut-off" ? verdict.waitMs : null,
      };
  }
}

/** The attempt ends here, between two turns, and holds nothing: the next one continues after the recorded steps. */
async function waitForMoney(
  step: NodeStep,
  task: NodeTask,
  credential: Credential,
  verdict: Extract<Awaited<ReturnType<typeof mayCall>>, { kind: "waits" }>,
): Promise<void> {
  const { node, attempt } = task;
  await pauseAttempt(step, task);
  await park(step, node, { attempt, credential, ...verdict, isBetweenTurns: true });
}

/** A refused turn is recorded, and cost nothing. */
function noteRefusal(
  { changeset }: NodeStep,
  { attempt }: NodeTask,
  reservation: ReturnType<typeof reserve>,
): void {
  noteTurn(changeset, attempt, reservation);
  const { nodeId, step: seq = 0 } = reservation;
  noteStep(changeset, attempt, {
    kind: "turn-end",
    nodeId,
    seq,
    status: "failed",
    output: null,
    usage: null,
    costMicros: 0,
    requestHash: null,
  });
}
