import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { policyInForce } from "#core/run/items.ts";
import type { NodeRunRef, NodeTask } from "#core/run/node-task.ts";
import { isTerminalRun } from "#core/run/status.ts";
import type { WaitAnswer } from "#core/waits/words.ts";
import type { LatestAttempt } from "#server/db/run/progress/find-attempt.ts";
import { findEventOfWait } from "#server/db/wait/event-waits.ts";
import { lookAtChild } from "../children/look-at-child.ts";
import { startChild } from "../children/start-child.ts";
import { lookAtItems, openItems } from "../children/work-through-items.ts";
import type { EngineContext } from "../engine-context.ts";
import { applyHappening } from "../step/apply-happening.ts";
import type { NodeStep } from "../step/open-step.ts";
import { asksAboutCall, endQuestion } from "../talk/end-question.ts";
import { awaitsRuns, lookAtToolRuns } from "../talk/look-at-runs.ts";
import { type Follow, type Followed, followSuccessor } from "./follow-successor.ts";
import { loseAttempt } from "./lose-attempt.ts";
import { openAttempt, takeUpAttempt } from "./open-attempt.ts";

/** A timer of another clock may fire this early; having it retry would cost a second. */
const earlyToleranceMs = 50;

/**
 * The result of claiming a node run:
 * - `claimed`: an attempt is open and leased to this worker; execute and settle it.
 * - `settled`: it is already done or was decided here; `next` and `beside` are successors that were claimed along with
 *   it.
 * - `busy`: somebody else holds it, or it is not due yet; retry after `retryAfterMs`.
 * - `gone`: the run has ended, does not exist, or has not reached this node yet.
 */
export type Claim =
  | { readonly kind: "claimed"; readonly task: NodeTask }
  | ({ readonly kind: "settled" } & Followed)
  | { readonly kind: "busy"; readonly retryAfterMs: number }
  | { readonly kind: "gone"; readonly reason: string };

export interface ClaimOptions {
  readonly follow: Follow;
  /** The token under which an earlier step opened this attempt ahead for the caller. Null: none did. */
  readonly handoverToken: string | null;
  /**
   * The token for an attempt that this claim opens. A caller that got no answer passes it as `handoverToken` when it
   * retries.
   */
  readonly openWith?: string;
}

/**
 * Claims a node run for this worker, in one transaction. Safe to call any number of times from anywhere: the database
 * decides. An attempt whose worker is gone is closed as lost, with estimated usage, before the next one opens.
 */
export async function claimNode(
  context: EngineContext,
  ref: NodeRunRef,
  options: ClaimOptions,
): Promise<Claim> {
  const claim = await context.steps.take(ref, async (taken) => {
    const { status } = taken.changeset.state;
    if (isTerminalRun(status)) return { kind: "gone", reason: `the run has ended: ${status}` } as const;
    return claimInStep({ ...taken, context, ref }, options);
  });
  return claim ?? { kind: "gone", reason: "the workspace has no such run" };
}

async function claimInStep(
  step: NodeStep,
  { follow, handoverToken, openWith = step.context.newToken() }: ClaimOptions,
): Promise<Claim> {
  const { changeset, ref, progress } = step;
  const phase = changeset.state.phases[ref.nodeId];
  const node = changeset.plan.nodeById.get(ref.nodeId);
  const looked = await lookInside(step, node, follow);
  if (looked !== null) return looked;
  switch (phase) {
    case undefined:
    case "idle":
      return { kind: "gone", reason: `node ${ref.nodeId} has not been reached` };
    case "ready":
    case "retrying":
    case "running":
    case "waiting": {
      const { latest } = progress;
      if (phase === "running" && latest?.leaseToken === handoverToken) {
        return takeUp(step, latest);
      }
      const waitMs = remainingMs(step, phase);
      if (waitMs === Number.POSITIVE_INFINITY) return { kind: "gone", reason: "it waits for an answer" };
      if (waitMs > 0) return { kind: "busy", retryAfterMs: waitMs };
      return phase === "waiting" && hasWait(step) ? wake(step, follow) : begin(step, openWith);
    }
    default:
      return { kind: "settled", next: null };
  }
}

/**
 * Checks what a node has started: a child run, the runs of its items, or those of its agent's tools. Null where nothing
 * is in flight.
 */
async function lookInside(step: NodeStep, node: PlanNode | undefined, follow: Follow): Promise<Claim | null> {
  const { changeset } = step;
  const phase = node === undefined ? undefined : changeset.state.phases[node.id];
  if (node === undefined || (phase !== "running" && phase !== "waiting")) return null;
  const talking = awaitsRuns(changeset, node.id);
  if (talking !== null) {
    const open = await lookAtToolRuns(step, talking);
    // Successors are dispatched separately.
    if (open === 0) return { kind: "settled", next: null };
    return { kind: "gone", reason: `runs of its tools are in flight: ${open}` };
  }
  if (node.kind !== "child") return null;
  const policy = policyInForce(node, changeset.state);
  if (policy === null) return lookAtChild(step, node, follow);
  const from = changeset.effects.length;
  await lookAtItems(step, node, policy);
  return { kind: "settled", ...(await followSuccessor(step, follow, from)) };
}

/** How long this node run must be left alone: until a lease expires, or a delay or back-off has passed. */
function remainingMs(
  { changeset, progress }: NodeStep,
  phase: "ready" | "retrying" | "running" | "waiting",
): number {
  if (phase === "ready") return 0;
  if (phase === "running") return Math.max(0, progress.latest?.leaseRemainingMs ?? 0);
  // A wait for an answer without a deadline has no time.
  const earlyMs =
    (progress.wakeAtMs ?? (phase === "waiting" ? Number.POSITIVE_INFINITY : 0)) - changeset.run.nowMs;
  return earlyMs > earlyToleranceMs ? earlyMs : 0;
}

/** A node that calls a model may also wait for money, and time does not end that wait. */
function hasWait({ changeset, ref }: NodeStep): boolean {
  return (
    changeset.plan.nodeById.get(ref.nodeId)?.kind === "gate" || asksAboutCall(changeset, ref.nodeId) !== null
  );
}

async function takeUp(step: NodeStep, opened: LatestAttempt): Promise<Claim> {
  const { context, changeset, ref } = step;
  const node = changeset.plan.nodeById.get(ref.nodeId);
  const task = node === undefined ? null : await takeUpAttempt(step, node, opened);
  return task === null ? { kind: "busy", retryAfterMs: context.leaseMs } : { kind: "claimed", task };
}

async function wake(step: NodeStep, follow: Follow): Promise<Claim> {
  const { tx, changeset, ref } = step;
  const asking = asksAboutCall(changeset, ref.nodeId);
  if (asking !== null) {
    // Successors are dispatched separately.
    await endQuestion(tx, changeset, asking, { kind: "elapsed" });
    return { kind: "settled", next: null };
  }
  const from = changeset.effects.length;
  const answer = await answerOf(step);
  await applyHappening(tx, changeset, { kind: "wait.ended", nodeId: ref.nodeId, answer });
  return { kind: "settled", ...(await followSuccessor(step, follow, from)) };
}

/** What ends a due wait: the event that it waited for, or the deadline. */
async function answerOf({ tx, changeset, ref }: NodeStep): Promise<WaitAnswer> {
  const definition = changeset.plan.nodeById.get(ref.nodeId)?.definition;
  const isForEvent = definition?.type === "wait" && definition.config.for === "event";
  const event = isForEvent ? await findEventOfWait(tx, ref) : null;
  return event === null ? { kind: "elapsed" } : { kind: "event", ...event };
}

async function begin(step: NodeStep, leaseToken: string): Promise<Claim> {
  const { changeset, ref } = step;
  const { latest, spent } = step.progress;
  if (latest?.status === "running") await loseAttempt(step, latest);
  const node = changeset.plan.nodeById.get(ref.nodeId);
  const phase = changeset.state.phases[ref.nodeId];
  if (node?.kind === "child") {
    const policy = policyInForce(node, changeset.state);
    await (policy === null ? startChild(step, node) : openItems(step, node, policy));
    return { kind: "settled", next: null };
  }
  const task =
    node !== undefined && (phase === "ready" || phase === "retrying" || phase === "waiting")
      ? await openAttempt(step, node, { attempt: (latest?.attempt ?? 0) + 1, leaseToken, spent })
      : null;
  return task === null ? { kind: "settled", next: null } : { kind: "claimed", task };
}
