import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { ChildEnd } from "#core/run/happening.ts";
import { childMissing } from "#core/run/node-faults.ts";
import { passOf } from "#core/run/passes/passes.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { type ChildStanding, findChild } from "#server/db/run/children/find-child.ts";
import { type Follow, type Followed, followSuccessor } from "../attempt/follow-successor.ts";
import { applyHappening } from "../step/apply-happening.ts";
import type { NodeStep } from "../step/open-step.ts";
import { startPass } from "./start-child.ts";

/** The state of a node's child run: it has ended, and so has the node or its attempt; or it is in progress. */
export type ChildLook =
  | ({ readonly kind: "settled" } & Followed)
  | { readonly kind: "gone"; readonly reason: string };

/**
 * Checks the child run of a node's latest attempt, and updates the node accordingly. Safe at any time and any number of
 * times: the state comes from the database.
 */
export async function lookAtChild(step: NodeStep, node: PlanNode, follow: Follow): Promise<ChildLook> {
  const { tx, changeset, ref } = step;
  const count = changeset.state.attempts[node.id];
  const attempt = count?.number ?? 0;
  const child = await findChild(tx, ref.workspaceId, { ...ref, ordinal: passOf(count), attempt });
  if (child !== null && !isTerminalRun(child.status)) {
    await followPace(step, node, attempt, child);
    return { kind: "gone", reason: `its run is ${child.status}` };
  }
  const from = changeset.effects.length;
  await endWithTime(step);
  if (child === null) await loseChild(step, node, attempt);
  else {
    const pass = count?.pass === undefined ? {} : { pass: count.pass };
    const ended = { kind: "child.ended", nodeId: node.id, attempt, ...pass, end: toEnd(child) } as const;
    await applyHappening(tx, changeset, { ...ended, jitter: step.context.random() });
    await beginNextPass(step, node, from);
  }
  return { kind: "settled", ...(await followSuccessor(step, follow, from)) };
}

/** The next pass begins in the step in which one ends: nothing can come between them. */
async function beginNextPass(step: NodeStep, node: PlanNode, from: number): Promise<void> {
  const { effects } = step.changeset;
  const at = effects.findIndex(({ kind }, index) => index >= from && kind === "pass.begins");
  const [effect] = at === -1 ? [] : effects.splice(at, 1);
  if (effect?.kind === "pass.begins") await startPass(step, node, effect.input);
}

/** While a whole tree only waits, all of its clocks are stopped. */
async function followPace(
  { tx, changeset }: NodeStep,
  { id: nodeId }: PlanNode,
  attempt: number,
  { isResting }: ChildStanding,
): Promise<void> {
  await applyHappening(tx, changeset, { kind: isResting ? "child.rests" : "child.moves", nodeId, attempt });
}

/** A child that ended with its parent's deadline has not failed the parent: the parent times out too. */
export async function endWithTime({ tx, changeset }: NodeStep): Promise<void> {
  const { nowMs, deadlineMs } = changeset.run;
  if (nowMs >= deadlineMs && changeset.state.closing === null) {
    await applyHappening(tx, changeset, { kind: "timeout.reached" });
  }
}

async function loseChild({ tx, changeset }: NodeStep, node: PlanNode, attempt: number): Promise<void> {
  const error = childMissing(node);
  const failed = { kind: "attempt.failed", nodeId: node.id, attempt, error } as const;
  await applyHappening(tx, changeset, { ...failed, retryAfterMs: null, jitter: 0 });
}

/** How it has ended. */
export function toEnd({ runId, status, output, isCut, error }: ChildStanding): ChildEnd {
  if (!isTerminalRun(status)) throw new Error(`Run ${runId} has not ended`);
  return { runId, status, output, isCut, error };
}
