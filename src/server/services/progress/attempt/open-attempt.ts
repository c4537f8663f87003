import type { Totals } from "#core/model/usage.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { isTalking } from "#core/run/agent/agent-steps.ts";
import type { RepairTurn } from "#core/run/agent/repair-turn.ts";
import type { NodeRunRef, NodeTask, TaskTalk } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { readAgentSteps, readAttemptTurns } from "#server/db/run/progress/agent-steps/read-steps.ts";
import { rotateLease } from "#server/db/run/progress/lease/rotate-lease.ts";
import type { AttemptOpen } from "#server/db/run/progress/write-attempts.ts";
import { readRepairTurn } from "#server/db/run/reading/read-repair-turn.ts";
import type { EngineContext } from "../engine-context.ts";
import { applyHappening } from "../step/apply-happening.ts";
import type { Changeset } from "../step/changeset.ts";
import type { OpenStep } from "../step/open-step.ts";
import { noteDoubts, noteTurn } from "../talk/note-steps.ts";
import { nextCallOf, readTalk } from "../talk/read-talk.ts";
import { readCircuits } from "./ask-circuit.ts";
import { type Credential, chooseCredential, modelRefFor } from "./choose-credential.ts";
import { type CallPermission, type CallToMake, mayCall, reserve } from "./may-call.ts";
import { noteInput, resolveAttemptInput } from "./node-input.ts";

/** An attempt that is to begin. */
export interface AttemptToOpen {
  readonly attempt: number;
  readonly leaseToken: string;
  /** The usage of the node run's earlier attempts. */
  readonly spent: Totals;
}

/**
 * Begins an attempt inside a step: input, credential, lease and reservation, and the task for the worker. Null when it
 * cannot begin: the node run has then failed in the step, with the reason (a mapping fails, a key is missing, a limit
 * does not allow the call), or waits until its budgets have room.
 */
export async function openAttempt(
  step: OpenStep,
  node: PlanNode,
  { attempt, leaseToken, spent }: AttemptToOpen,
): Promise<NodeTask | null> {
  const { tx, context, changeset } = step;
  const [resolved, credential, circuits, repair, talk] = await Promise.all([
    resolveAttemptInput(tx, changeset, node),
    chooseCredential(tx, changeset, node),
    readCircuits(tx, changeset, modelRefFor(changeset, node)),
    readRepair(tx, changeset, node),
    readTalk(tx, changeset, node),
  ]);
  const said = { repair, steps: talk?.steps ?? null };
  const next = resolved.ok ? nextCallOf(node, resolved.scope, said) : null;
  const reservation =
    next !== null && credential !== null ? reserve(changeset, node.id, attempt, credential, next) : null;
  const call = { credential, reservation, circuits, spent: changeset.nodeTotals.get(node.id) ?? spent };
  const verdict = resolved.ok
    ? await mayCall(step, node, attempt, call)
    : ({ kind: "fails", error: resolved.error } as const);
  if (verdict.kind === "waits") {
    await park(step, node, { attempt, credential, ...verdict });
    return null;
  }
  await applyHappening(tx, changeset, { kind: "attempt.started", nodeId: node.id, attempt });
  if (verdict.kind !== "fits") {
    await refuse(step, node, { attempt, leaseToken }, credential, verdict);
    return null;
  }
  if (!resolved.ok) return null;
  noteInput(changeset, node, resolved.scope.input);
  noteDoubts(changeset, attempt, talk?.doubts ?? [], node.id);
  noteTurn(changeset, attempt, reservation);
  const task = {
    ...toTask(changeset, node, { attempt, leaseToken }, { credential, repair }, resolved.scope),
    ...(talk === null ? {} : { talk: { steps: talk.steps, openTurn: reservation?.step ?? null } }),
  };
  changeset.opens.push(openingOf(task, context));
  if (reservation !== null) changeset.ledger.push(reservation);
  return task;
}

function openingOf(task: NodeTask, { workerId, leaseMs }: EngineContext): AttemptOpen {
  const { nodeId, attempt, leaseToken, model: ref, providerKeyId } = task;
  const asked = { provider: ref?.provider ?? null, model: ref?.model ?? null, providerKeyId };
  return { nodeId, attempt, leaseToken, workerId, leaseMs, ...asked };
}

/**
 * Takes over an attempt that was opened ahead for this caller, under a new token. Null when somebody else has taken it.
 */
export async function takeUpAttempt(
  { tx, context, changeset }: OpenStep,
  node: PlanNode,
  opened: { readonly attempt: number; readonly leaseToken: string },
): Promise<NodeTask | null> {
  const { workspaceId, runId } = changeset.run;
  const ref = { workspaceId, runId, nodeId: node.id };
  const { workerId, leaseMs } = context;
  const leaseToken = context.newToken();
  const resolved = await resolveAttemptInput(tx, changeset, node);
  const isOurs = await rotateLease(tx, ref, opened.attempt, opened.leaseToken, {
    leaseToken,
    workerId,
    leaseMs,
  });
  if (!isOurs || !resolved.ok) return null;
  const credential = await chooseCredential(tx, changeset, node);
  const repair = await readRepair(tx, changeset, node);
  const task = toTask(
    changeset,
    node,
    { attempt: opened.attempt, leaseToken },
    { credential, repair },
    resolved.scope,
  );
  return isTalking(node) ? { ...task, talk: await readOpenTalk(tx, ref, opened.attempt) } : task;
}

/** For an attempt that is already open, its reservation is in the database. */
async function readOpenTalk(tx: TenantSql, ref: NodeRunRef, attempt: number): Promise<TaskTalk> {
  const [steps, { openSeq }] = await Promise.all([
    readAgentSteps(tx, ref),
    readAttemptTurns(tx, ref, attempt),
  ]);
  return { steps, openTurn: openSeq };
}

function toTask(
  changeset: Changeset,
  node: PlanNode,
  { attempt, leaseToken }: Pick<AttemptToOpen, "attempt" | "leaseToken">,
  { credential, repair }: { readonly credential: Credential | null; readonly repair: RepairTurn | null },
  scope: NodeTask["scope"],
): NodeTask {
  const { workspaceId, runId, versionId, deadlineMs, nowMs } = changeset.run;
  const providerKeyId = credential?.providerKeyId ?? null;
  return {
    workspaceId,
    runId,
    nodeId: node.id,
    attempt,
    leaseToken,
    versionId,
    node,
    scope,
    model: credential?.ref ?? null,
    providerKeyId,
    ...(repair === null ? {} : { repair }),
    ...(changeset.run.child === null ? {} : { isChild: true as const }),
    onBehalfOf: changeset.state.closing?.of ?? runId,
    // Undoing a run has no run deadline.
    deadlineMs: node.undoes === null ? deadlineMs : nowMs + node.timeoutMs,
  };
}

/** The answer that the model is to repair. Null: it starts from the question. */
async function readRepair(tx: TenantSql, changeset: Changeset, node: PlanNode): Promise<RepairTurn | null> {
  const repairOf = changeset.state.attempts[node.id]?.repairOf;
  if (repairOf === undefined) return null;
  const { workspaceId, runId } = changeset.run;
  return readRepairTurn(tx, { workspaceId, runId, nodeId: node.id }, repairOf);
}

type Parked = Extract<CallPermission, { kind: "waits" }> &
  Pick<CallToMake, "credential"> &
  Pick<AttemptToOpen, "attempt"> & {
    /** The attempt is in progress, and its next turn has no room. */
    readonly isBetweenTurns?: true;
  };

/** Lets the node's call wait until its budgets have room: without attempt, worker or reservation. */
export async function park(
  { tx, changeset }: OpenStep,
  node: PlanNode,
  { attempt, credential, title, needsMicros, untilMs, isBetweenTurns }: Parked,
): Promise<void> {
  if (credential === null) throw new Error(`Node "${node.id}" asks no model and waits for money`);
  const { ref, providerKeyId } = credential;
  const model = `${ref.provider}/${ref.model}`;
  const entry = { kind: "budget", title, model, providerKeyId, needsMicros } as const;
  const isKept = changeset.state.phases[node.id] === "waiting";
  await applyHappening(
    tx,
    changeset,
    isKept
      ? { kind: "call.kept", nodeId: node.id, entry }
      : {
          kind: "call.parked",
          nodeId: node.id,
          attempt,
          entry,
          untilMs,
          ...(isBetweenTurns === true ? { isBetweenTurns } : {}),
        },
  );
}

/**
 * Refuses an attempt before it reaches a worker: it is not opened, and its failure is decided in the same step. One
 * refused by its circuit is recorded as an attempt without a call.
 */
async function refuse(
  { tx, context, changeset }: OpenStep,
  node: PlanNode,
  { attempt, leaseToken }: Pick<AttemptToOpen, "attempt" | "leaseToken">,
  credential: Credential | null,
  verdict: Exclude<CallPermission, { kind: "waits" | "fits" }>,
): Promise<void> {
  const { error } = verdict;
  if (verdict.kind === "cut-off" && credential !== null) {
    const of = { runId: changeset.run.runId, nodeId: node.id, attempt };
    const { ref, providerKeyId } = credential;
    changeset.refusals.push({ ...of, ref, providerKeyId, leaseToken, workerId: context.workerId, error });
  }
  await applyHappening(tx, changeset, {
    kind: "attempt.failed",
    nodeId: node.id,
    attempt,
    error,
    retryAfterMs: verdict.kind === "cut-off" ? verdict.waitMs : null,
    jitter: context.random(),
  });
}
