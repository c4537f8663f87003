import type { ErrorInfo } from "#core/errors.ts";
import type { Totals } from "#core/model/usage.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import { nodeLacksKey } from "#core/policy/key-faults.ts";
import type { BudgetVerdict } from "#core/pricing/budget.ts";
import { checkBudget } from "#core/pricing/check-budget.ts";
import { quoteWorstCase } from "#core/pricing/quote.ts";
import type { TroubledCircuit } from "#server/db/circuits/admit-store.ts";
import type { LedgerWrite } from "#server/db/run/progress/write-ledger.ts";
import type { Changeset } from "../step/changeset.ts";
import type { OpenStep } from "../step/open-step.ts";
import type { NextCall } from "../talk/read-talk.ts";
import { askCircuit, type CircuitRefusal } from "./ask-circuit.ts";
import type { Credential } from "./choose-credential.ts";
import { holdUnderBudgets } from "./hold-under-budgets.ts";
import { ledgerEntry } from "./price-attempt.ts";
import { reportCall } from "./report-call.ts";

/** What a call is made with, and what decides whether it may be made. */
export interface CallToMake {
  readonly credential: Credential | null;
  readonly reservation: LedgerWrite | null;
  readonly circuits: readonly TroubledCircuit[];
  /** The usage of the node run's earlier attempts. */
  readonly spent: Totals;
}

export type CallPermission = BudgetVerdict | ({ readonly kind: "cut-off" } & CircuitRefusal);

function missingKey(node: PlanNode, credential: Credential | null): ErrorInfo | null {
  if (credential === null || !credential.isMissing) return null;
  return nodeLacksKey(node.id, credential.ref.provider);
}

/** A node's limit covers all its attempts together, and is checked before a call that could exceed it. */
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

/** Reserves the maximum cost before the call is made: maximum input and output, at current prices. */
export function reserve(
  { run }: Changeset,
  nodeId: string,
  attempt: number,
  credential: Credential,
  { bound, step }: NextCall,
): LedgerWrite {
  const usage = { ...bound, cacheWriteTokens: 0, cacheReadTokens: 0, estimated: true };
  const worst = quoteWorstCase(credential.ref, usage, run.prices ?? {});
  return ledgerEntry("reserve", { nodeId, attempt, step }, credential, usage, worst);
}

/**
 * Whether an attempt may call now, by its key, the node's limit, its model's circuit and the budgets. Money is reserved
 * last, so nothing is reserved when another check fails.
 */
export async function mayCall(
  step: OpenStep,
  node: PlanNode,
  attempt: number,
  call: CallToMake,
): Promise<CallPermission> {
  const { tx, changeset } = step;
  const { credential, reservation, circuits, spent } = call;
  const fault = missingKey(node, credential) ?? overLimit(node, reservation, spent);
  if (fault !== null) return { kind: "fails", error: fault };
  if (credential === null || reservation === null) return { kind: "fits" };
  const ref = { runId: changeset.run.runId, nodeId: node.id, attempt };
  const cutOff = await askCircuit(tx, changeset, credential, circuits, ref);
  if (cutOff !== null) return { kind: "cut-off", ...cutOff };
  const verdict = await holdUnderBudgets(tx, changeset, reservation);
  // It may have become the probe without calling: the next attempt may probe.
  if (verdict.kind !== "fits" && circuits.length > 0) {
    reportCall(changeset, { nodeId: node.id, attempt }, credential, { kind: "cancelled" });
  }
  return verdict;
}
