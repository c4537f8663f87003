import type { ErrorInfo } from "#core/errors.ts";
import type { Totals } from "#core/model/usage.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { nodeLacksKey } from "#core/policy/key-faults.ts";
import type { BudgetVerdict } from "#core/pricing/budget.ts";
import { checkBudget } from "#core/pricing/check-budget.ts";
import { quoteWorstCase } from "#core/pricing/quote.ts";
import { boundCall, type CallBound } from "#core/run/bound-call.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import type { RepairTurn } from "#core/run/repair-turn.ts";
import type { TroubledCircuit } from "#server/db/circuits/admit-store.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { rotateLease } from "#server/db/run/progress/lease/rotate-lease.ts";
import type { AttemptOpen, AttemptRef } from "#server/db/run/progress/write-attempts.ts";
import type { LedgerWrite } from "#server/db/run/progress/write-ledger.ts";
import { readRepairTurn } from "#server/db/run/reading/read-repair-turn.ts";
import type { EngineContext } from "../engine-context.ts";
import { applyHappening } from "../step/apply-happening.ts";
import type { OpenStep } from "../step/open-step.ts";
import type { ProgressStep } from "../step/progress-step.ts";
import { askCircuit, type CircuitRefusal, readCircuits } from "./ask-circuit.ts";
import { type Credential, chooseCredential, modelRefFor } from "./choose-credential.ts";
import { holdUnderBudgets } from "./hold-under-budgets.ts";
import { noteInput, resolveInput } from "./node-input.ts";
import { ledgerEntry } from "./price-attempt.ts";
import { reportCall } from "./report-call.ts";

/** What a call is made with, and what is known of whether it is worth making. */
interface Call {
  readonly credential: Credential | null;
  readonly reservation: LedgerWrite | null;
  readonly circuits: readonly TroubledCircuit[];
  /** What the node run's earlier attempts used. */
  readonly spent: Totals;
}

type Verdict = BudgetVerdict | ({ readonly kind: "cut-off" } & CircuitRefusal);

/** An attempt that is to begin. */
export interface Opening {
  readonly attempt: number;
  readonly leaseToken: string;
  /** What the node run's earlier attempts used. */
  readonly spent: Totals;
}

/**
 * Begins an attempt inside a step: input, credential, lease and reservation, and the task a worker needs. Null when it
 * cannot begin: the node run has then failed in the step, with the reason (a mapping fails, a key is missing, a limit
 * does not allow the call), or waits until its budgets have room.
 */
export async function openAttempt(
  step: OpenStep,
  node: PlanNode,
  { attempt, leaseToken, spent }: Opening,
): Promise<NodeTask | null> {
  const { tx, context, draft } = step;
  const [resolved, credential, circuits, repair] = await Promise.all([
    resolveInput(tx, draft, node),
    chooseCredential(tx, draft, node),
    readCircuits(tx, draft, modelRefFor(draft, node)),
    readRepair(tx, draft, node),
  ]);
  const reservation =
    resolved.ok && credential !== null
      ? reserve(
          draft,
          { nodeId: node.id, iteration: 0, attempt },
          credential,
          boundCall(node, resolved.scope, repair),
        )
      : null;
  const call = { credential, reservation, circuits, spent: draft.nodeTotals.get(node.id) ?? spent };
  const verdict = resolved.ok
    ? await mayCall(step, node, attempt, call)
    : ({ kind: "fails", error: resolved.error } as const);
  if (verdict.kind === "waits") {
    await park(step, node, { attempt, credential, ...verdict });
    return null;
  }
  await applyHappening(tx, draft, { kind: "attempt.started", nodeId: node.id, attempt });
  if (verdict.kind !== "fits") {
    await refuse(step, node, { attempt, leaseToken }, credential, verdict);
    return null;
  }
  if (!resolved.ok) return null;
  noteInput(draft, node, resolved.scope.input);
  const task = toTask(draft, node, { attempt, leaseToken }, { credential, repair }, resolved.scope);
  draft.opens.push(openingOf(task, context));
  if (reservation !== null) draft.ledger.push(reservation);
  return task;
}

function openingOf(task: NodeTask, { workerId, leaseMs }: EngineContext): AttemptOpen {
  const { nodeId, iteration, attempt, leaseToken, model: ref, providerKeyId } = task;
  const asked = { provider: ref?.provider ?? null, model: ref?.model ?? null, providerKeyId };
  return { nodeId, iteration, attempt, leaseToken, workerId, leaseMs, ...asked };
}

/**
 * Takes up an attempt that was opened ahead for this very caller, under a new token. Null when somebody else has taken
 * it up.
 */
export async function takeUpAttempt(
  { tx, context, draft }: OpenStep,
  node: PlanNode,
  opened: { readonly attempt: number; readonly leaseToken: string },
): Promise<NodeTask | null> {
  const { workspaceId, runId } = draft.run;
  const ref = { workspaceId, runId, nodeId: node.id, iteration: 0 };
  const { workerId, leaseMs } = context;
  const leaseToken = context.newToken();
  const resolved = await resolveInput(tx, draft, node);
  const isOurs = await rotateLease(tx, ref, opened.attempt, opened.leaseToken, {
    leaseToken,
    workerId,
    leaseMs,
  });
  if (!isOurs || !resolved.ok) return null;
  const credential = await chooseCredential(tx, draft, node);
  const repair = await readRepair(tx, draft, node);
  return toTask(draft, node, { attempt: opened.attempt, leaseToken }, { credential, repair }, resolved.scope);
}

function toTask(
  draft: ProgressStep,
  node: PlanNode,
  { attempt, leaseToken }: Pick<Opening, "attempt" | "leaseToken">,
  { credential, repair }: { readonly credential: Credential | null; readonly repair: RepairTurn | null },
  scope: NodeTask["scope"],
): NodeTask {
  const { workspaceId, runId, versionId, deadlineMs, nowMs } = draft.run;
  const providerKeyId = credential?.providerKeyId ?? null;
  return {
    workspaceId,
    runId,
    nodeId: node.id,
    iteration: 0,
    attempt,
    leaseToken,
    versionId,
    node,
    scope,
    model: credential?.ref ?? null,
    providerKeyId,
    ...(repair === null ? {} : { repair }),
    ...(draft.run.child === null ? {} : { isChild: true as const }),
    onBehalfOf: draft.state.closing?.of ?? runId,
    // A run is undone however late it is.
    deadlineMs: node.undoes === null ? deadlineMs : nowMs + node.timeoutMs,
  };
}

/** The answer that the model is to put right; null where it is asked afresh. */
async function readRepair(tx: TenantSql, draft: ProgressStep, node: PlanNode): Promise<RepairTurn | null> {
  const repairOf = draft.state.attempts[node.id]?.repairOf;
  if (repairOf === undefined) return null;
  const { workspaceId, runId } = draft.run;
  return readRepairTurn(tx, { workspaceId, runId, nodeId: node.id, iteration: 0 }, repairOf);
}

function missingKey(node: PlanNode, credential: Credential | null): ErrorInfo | null {
  if (credential === null || !credential.isMissing) return null;
  return nodeLacksKey(node.id, credential.ref.provider);
}

/** A node's limit is for all its attempts together, and holds before the call that could pass it. */
function overLimit(node: PlanNode, reservation: LedgerWrite | null, spent: Totals): ErrorInfo | null {
  const limitMicros = node.limits.costMicros;
  if (limitMicros === null || reservation === null) return null;
  const { provider, model, amountMicros } = reservation;
  return checkBudget({
    nodeId: node.id,
    model: `${provider}/${model}`,
    limitMicros,
    spentMicros: spent.costMicros,
    mostMicros: amountMicros,
  });
}

/** Holds the worst case before the call is made: all that may be read and all that may be said, at the price of now. */
function reserve(
  { run }: ProgressStep,
  attempt: AttemptRef,
  credential: Credential,
  bound: CallBound,
): LedgerWrite {
  const usage = { ...bound, cacheWriteTokens: 0, cacheReadTokens: 0, estimated: true };
  const worst = quoteWorstCase(credential.ref, usage, run.prices ?? {});
  return ledgerEntry("reserve", attempt, credential, usage, worst);
}

/**
 * Whether an attempt may call now, as far as its key, the node's limit, its model's circuit and the budgets go. Money is
 * held last, so that whatever else keeps it from calling holds none.
 */
async function mayCall(step: OpenStep, node: PlanNode, attempt: number, call: Call): Promise<Verdict> {
  const { tx, draft } = step;
  const { credential, reservation, circuits, spent } = call;
  const fault = missingKey(node, credential) ?? overLimit(node, reservation, spent);
  if (fault !== null) return { kind: "fails", error: fault };
  if (credential === null) return { kind: "fits" };
  const ref = { runId: draft.run.runId, nodeId: node.id, iteration: 0, attempt };
  const cutOff = await askCircuit(tx, draft, credential, circuits, ref);
  if (cutOff !== null) return { kind: "cut-off", ...cutOff };
  const verdict = await holdUnderBudgets(tx, draft, reservation);
  // It may have become the probe, and calls nobody: the next one may.
  if (verdict.kind !== "fits" && circuits.length > 0) {
    reportCall(draft, { nodeId: node.id, iteration: 0, attempt }, credential, { kind: "cancelled" });
  }
  return verdict;
}

type Parked = Extract<Verdict, { kind: "waits" }> & Pick<Call, "credential"> & Pick<Opening, "attempt">;

/** The node's call waits until its budgets have room: no attempt, no worker, and nothing is held. */
async function park(
  { tx, draft }: OpenStep,
  node: PlanNode,
  { attempt, credential, title, needsMicros, untilMs }: Parked,
): Promise<void> {
  if (credential === null) throw new Error(`Node "${node.id}" asks no model and waits for money`);
  const { ref, providerKeyId } = credential;
  const model = `${ref.provider}/${ref.model}`;
  const entry = { kind: "budget", title, model, providerKeyId, needsMicros } as const;
  const isKept = draft.state.phases[node.id] === "waiting";
  await applyHappening(
    tx,
    draft,
    isKept
      ? { kind: "call.kept", nodeId: node.id, entry }
      : { kind: "call.parked", nodeId: node.id, attempt, entry, untilMs },
  );
}

/**
 * The attempt never reached a worker: it is not opened, and its failure is decided in the same step. One that its
 * circuit kept from calling was tried for nothing, and is kept as such.
 */
async function refuse(
  { tx, context, draft }: OpenStep,
  node: PlanNode,
  { attempt, leaseToken }: Pick<Opening, "attempt" | "leaseToken">,
  credential: Credential | null,
  verdict: Exclude<Verdict, { kind: "waits" | "fits" }>,
): Promise<void> {
  const { error } = verdict;
  if (verdict.kind === "cut-off" && credential !== null) {
    const of = { runId: draft.run.runId, nodeId: node.id, iteration: 0, attempt };
    const { ref, providerKeyId } = credential;
    draft.refusals.push({ ...of, ref, providerKeyId, leaseToken, workerId: context.workerId, error });
  }
  await applyHappening(tx, draft, {
    kind: "attempt.failed",
    nodeId: node.id,
    attempt,
    error,
    retryAfterMs: verdict.kind === "cut-off" ? verdict.waitMs : null,
    jitter: context.random(),
  });
}
