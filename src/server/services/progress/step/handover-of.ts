import type { NodeChange } from "#core/run/advance-result.ts";
import type { EndingStep } from "#server/db/run/progress/usual/write-end.ts";
import type { FirstClaim } from "#server/db/run/progress/usual/write-first-claim.ts";
import type { Handover } from "#server/db/run/progress/usual/write-handover.ts";
import type { AttemptClose, AttemptOpen } from "#server/db/run/progress/write-attempts.ts";
import type { ProgressWrite } from "#server/db/run/progress/write-progress.ts";
import type { Changeset } from "./changeset.ts";

/**
 * The step as a handover. Null where it is anything else, and must be written in the general way. What a changeset
 * holds besides its run, node runs, lines and attempts (artifacts, say) is written separately in both cases.
 */
export function handoverOf(changeset: Changeset, write: ProgressWrite): Handover | null {
  const [close, open] = [onlyOne(changeset.closes), onlyOne(changeset.opens)];
  const lines = linesOf(write);
  if (close === null || open === null || lines === null || !goesOn(changeset, write)) return null;
  const [ended, begun] = [changeset.changes.get(close.nodeId), changeset.changes.get(open.nodeId)];
  if (changeset.changes.size !== 2 || !isPlainClose(close) || !isPlainOpen(open)) return null;
  if (!isChangeOf(ended, "completed", endOfNode) || !isChangeOf(begun, "running", beginOfNode)) return null;
  const { nodeId, attempt, leaseToken } = close;
  const nodeType = changeset.plan.nodeById.get(open.nodeId)?.type ?? "unknown";
  return {
    ...lines,
    runId: write.runId,
    frontier: write.frontier,
    branches: write.branches,
    was: write.was,
    ended: { nodeId, output: ended.output ?? null, attempt, leaseToken },
    begun: { nodeType, input: begun.input ?? null, open },
  };
}

/**
 * The step as a first claim. Null where it is anything else. Only for a run decided without its lock: if the node run
 * already exists, the write finds out, and the step is decided again under the run's row lock.
 */
export function firstClaimOf(changeset: Changeset, write: ProgressWrite): FirstClaim | null {
  const [open, startedLine] = [onlyOne(changeset.opens), onlyOne(write.events)];
  if (open === null || startedLine?.type !== "node.started" || changeset.closes.length > 0) return null;
  const change = changeset.changes.get(open.nodeId);
  if (changeset.isLocked || changeset.changes.size !== 1 || !isPlainOpen(open) || !goesOn(changeset, write))
    return null;
  if (!isChangeOf(change, "running", beginOfNode)) return null;
  const { runId, frontier, branches, was } = write;
  const nodeType = changeset.plan.nodeById.get(open.nodeId)?.type ?? "unknown";
  const begun = { nodeType, input: change.input ?? null, open };
  return { runId, frontier, branches, was, begun, startedLine };
}

/** The step as the end of a run. Null where it is anything else. Artifacts are written separately. */
export function endingOf(changeset: Changeset, write: ProgressWrite): EndingStep | null {
  const close = onlyOne(changeset.closes);
  const [completedLine, endLine, ...others] = write.events;
  const isEnd = completedLine?.type === "node.completed" && endLine?.type === "run.completed";
  if (close === null || !isEnd || others.length > 0 || changeset.opens.length > 0) return null;
  const change = changeset.changes.get(close.nodeId);
  if (changeset.changes.size !== 1 || !isPlainClose(close) || !isChangeOf(change, "completed", endOfNode))
    return null;
  const { runId, frontier, branches, was, end, status, closing, spent } = write;
  if (end === null || status !== "completed" || closing !== null || spent !== null || !wasAtWork(changeset))
    return null;
  const { nodeId, attempt, leaseToken } = close;
  const ended = { nodeId, output: change.output ?? null, attempt, leaseToken };
  return { runId, frontier, branches, was, ended, end, completedLine, endLine };
}

/** Whether the changeset holds its run, node runs, lines and attempts, and nothing else. */
export function isProgressAlone(changeset: Changeset): boolean {
  const { effects, waits, refusals, reports, ledger, artifacts, agentSteps, reached } = changeset;
  return [effects, waits, refusals, reports, ledger, artifacts, agentSteps, reached].every(isEmpty);
}

function isEmpty({ length }: readonly unknown[]): boolean {
  return length === 0;
}

function onlyOne<Item>(items: readonly Item[]): Item | null {
  return items.length === 1 ? (items[0] ?? null) : null;
}

function linesOf({ events }: ProgressWrite): Pick<Handover, "completedLine" | "startedLine"> | null {
  const [completedLine, startedLine, ...others] = events;
  if (completedLine?.type !== "node.completed" || startedLine?.type !== "node.started") return null;
  return others.length === 0 ? { completedLine, startedLine } : null;
}

/** The run was running before the step and still is, and nothing was spent. */
function goesOn(changeset: Changeset, { status, closing, spent }: ProgressWrite): boolean {
  const isAtWork = changeset.end === null && status === "running" && closing === null;
  return wasAtWork(changeset) && isAtWork && spent === null;
}

function wasAtWork({ run, isStart }: Changeset): boolean {
  return run.status === "running" && run.closing === null && !run.isStandingStill && !isStart;
}

/** No model was called. */
function isPlainClose({ status, usage, costMicros, text, stop, providerRequestId }: AttemptClose): boolean {
  const saidNothing = usage === null && costMicros === 0 && text === null && stop === null;
  return status === "completed" && saidNothing && providerRequestId === null;
}

/** No model will be called, and the node run does not exist yet. */
function isPlainOpen({ attempt, provider, providerKeyId }: AttemptOpen): boolean {
  return attempt === 1 && provider === null && providerKeyId === null;
}

const endOfNode: ReadonlySet<string> = new Set(["output", "finishedAtMs"]);
const beginOfNode: ReadonlySet<string> = new Set(["attempt", "startedAtMs", "input"]);
const ofEach: ReadonlySet<string> = new Set(["nodeId", "status"]);

/** Whether a node run changes to this status and exactly these other fields. */
function isChangeOf(
  change: NodeChange | undefined,
  status: NodeChange["status"],
  others: ReadonlySet<string>,
): change is NodeChange {
  if (change?.status !== status) return false;
  const names = Object.entries(change).flatMap(([name, value]) =>
    value === undefined || ofEach.has(name) ? [] : [name],
  );
  return names.length === others.size && names.every((name) => others.has(name));
}
