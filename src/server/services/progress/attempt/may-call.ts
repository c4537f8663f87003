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

/** What a call is made with, and what is known of whether it is worth making. */
export interface CallToMake {
  readonly credential: Credential | null;
  readonly reservation: LedgerWrite | null;
  readonly circuits: readonly TroubledCircuit[];
  /** What the node run's earlier attempts used. */
  readonly spent: Totals;
}

export type CallPermission = BudgetVerdict | ({ readonly kind: "cut-off" } & CircuitRefusal);

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
 * Whether an attempt may call now, as far as its key, the node's limit, its model's circuit and the budgets go. Money
 * is held last, so that whatever else keeps it from calling holds none.
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
  // It may have become the probe, and calls nobody: the next one may.
  if (verdict.kind !== "fits" && circuits.length > 0) {
    reportCall(changeset, { nodeId: node.id, attempt }, credential, { kind: "cancelled" });
  }
  return verdict;
}
