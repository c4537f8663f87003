import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Effect } from "#core/run/advance-result.ts";
import { standsStill } from "#core/run/standing-still.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { ringAfterCommit } from "#server/db/bell.ts";
import { type DirectTransaction, withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { readParent } from "#server/db/run/children/find-child.ts";
import { listNodeRunMarks, type NodeRunMark } from "#server/db/run/progress/list-node-run-marks.ts";
import { hastenCheck, letRunRest } from "#server/db/run/progress/open-run-store.ts";
import type { EngineContext } from "../engine-context.ts";
import { applyHappening } from "../step/apply-happening.ts";
import type { Changeset } from "../step/changeset.ts";
import { checkTimeOf, wakeGraceMs } from "../step/check-times.ts";
import { commitProgress } from "../step/commit-progress.ts";
import { dispatchEvents, toEngineEvents, toParentEvent } from "../step/dispatch-effects.ts";
import { openChangeset } from "../step/open-changeset.ts";
import { stopRun } from "./stop-run.ts";

/** Within this time a node is dispatched only once more, however many ask for it. */
const againMs = 5_000;

/** What was found about a run. */
export type Continuation =
  | "gone"
  | "ended"
  | "started"
  | "timed-out"
  | "stopped"
  | "continued"
  | "handed-out"
  | "in-progress";

/**
 * Makes sure that a run continues: starts a pending one, ends one past its deadline, continues a step that was cut
 * short, and otherwise dispatches again every node that is due and that no living worker holds. Safe to call at any
 * time: a node that is dispatched twice is claimed once.
 */
export function continueRun(
  context: EngineContext,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<Continuation> {
  return withTenantDirect(context.db, workspaceId, async (tx) => {
    const changeset = await openChangeset(tx, context, workspaceId, runId);
    if (changeset === null) return "gone";
    const { run } = changeset;
    if (isTerminalRun(run.status)) return "ended";
    // A run that is already being stopped ends with its last attempt, whose worker may be gone.
    if (run.nowMs >= run.deadlineMs && changeset.state.closing === null) {
      await stopRun(tx, context, workspaceId, runId, { kind: "timeout.reached" });
      return "timed-out";
    }
    if (await stopWithParent(tx, context, changeset)) return "stopped";
    if (run.status === "pending") return begin(tx, context, changeset);
    return (await takeUp(tx, context, changeset)) ? "continued" : handOut(tx, context, changeset);
  });
}

/** A child run ends when its parent is being ended, or has ended. True where it does so now. */
async function stopWithParent(
  tx: DirectTransaction,
  context: EngineContext,
  { run, state }: Changeset,
): Promise<boolean> {
  if (run.child === null || state.closing !== null) return false;
  const { workspaceId, runId, nowMs } = run;
  const { parent } = run.child;
  const standing = await readParent(tx, workspaceId, parent);
  if (standing !== null && !isTerminalRun(standing.status) && standing.closing === null) {
    // It may have missed that its child continues.
    if (!standing.isResting || run.isStandingStill) return false;
    const event = toParentEvent(workspaceId, parent, `${runId}:again-${Math.floor(nowMs / againMs)}`, nowMs);
    await dispatchEvents(tx, context.engine, workspaceId, [{ nowMs, events: [event] }]);
    return false;
  }
  const reason = `The run that called it is being ended: ${standing?.closing?.reason ?? standing?.status ?? "it has gone"}`;
  const undo = standing?.closing?.undo === "asked";
  await stopRun(tx, context, workspaceId, runId, { kind: "cancel.requested", reason, undo });
  return true;
}

async function begin(
  tx: DirectTransaction,
  context: EngineContext,
  changeset: Changeset,
): Promise<Continuation> {
  changeset.isStart = true;
  // It existed before its first step, so somebody may be watching it.
  ringAfterCommit(tx, "run_events", changeset.run.runId);
  await applyHappening(tx, changeset, { kind: "run.start" });
  await commitProgress(tx, context, changeset, "commit");
  return "started";
}

/** False when no step was cut short. */
async function takeUp(tx: DirectTransaction, context: EngineContext, changeset: Changeset): Promise<boolean> {
  const hasMore = await applyHappening(tx, changeset, { kind: "run.continue" });
  if (hasMore) await commitProgress(tx, context, changeset, "commit");
  return hasMore;
}

async function handOut(
  tx: DirectTransaction,
  context: EngineContext,
  changeset: Changeset,
): Promise<Continuation> {
  const { workspaceId, runId, nowMs } = changeset.run;
  const marks = await listNodeRunMarks(tx, workspaceId, runId);
  const byNode = new Map(marks.map((mark) => [mark.nodeId, mark]));
  const { nodes, undos } = changeset.plan;
  const idleNodes = [...nodes, ...undos].filter((node) =>
    isStranded(changeset, node.id, byNode.get(node.id), nowMs),
  );
  changeset.effects.push(
    ...idleNodes.map((node): Effect => ({ kind: "node.ready", nodeId: node.id, notBeforeMs: null })),
  );
  const events = await toEngineEvents(tx, changeset, `again-${Math.floor(nowMs / againMs)}`);
  const checkAtMs = checkTimeOf(
    marks.flatMap(({ wakeAtMs }) => wakeAtMs ?? []),
    nowMs,
  );
  const isRest = idleNodes.length === 0 && standsStill(changeset.plan, changeset.state);
  await Promise.all([
    dispatchEvents(tx, context.engine, workspaceId, [{ nowMs, events }]),
    isRest && letRunRest(tx, changeset.run, wakeGraceMs),
    !isRest && checkAtMs !== null && hastenCheck(tx, runId, checkAtMs),
  ]);
  return idleNodes.length === 0 ? "in-progress" : "handed-out";
}

/** A node that is due and that no living worker holds. */
function isStranded(
  changeset: Changeset,
  nodeId: string,
  mark: NodeRunMark | undefined,
  nowMs: number,
): boolean {
  switch (changeset.state.phases[nodeId]) {
    case "ready":
      return true;
    case "running":
      return (mark?.leaseRemainingMs ?? 0) <= 0;
    case "retrying":
      return (mark?.wakeAtMs ?? 0) <= nowMs;
    case "waiting":
      // Without a time of its own it waits for an answer.
      return (mark?.wakeAtMs ?? Number.POSITIVE_INFINITY) <= nowMs;
    default:
      return false;
  }
}
