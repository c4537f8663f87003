import type { ErrorInfo } from "#core/errors.ts";
import type { BudgetId } from "#core/ids.ts";
import { asDollars } from "./check-budget.ts";

/** What a budget binds. The check of its table has the same words. */
export const budgetScopes = ["workspace", "pipeline", "key", "member", "run"] as const;
/** The time after which a budget begins again; `run`: each run has it for itself. */
export const budgetPeriods = ["run", "day", "month"] as const;
/** What happens to a call that does not fit. */
export const onLimitWords = ["fail"] as const;

/** `warned`: past the share from which on people want to know; `full`: nothing more fits. */
export const budgetStates = ["ok", "warned", "full"] as const;

export type BudgetState = (typeof budgetStates)[number];
export type BudgetScope = (typeof budgetScopes)[number];
export type BudgetPeriod = (typeof budgetPeriods)[number];
export type OnLimit = (typeof onLimitWords)[number];

/** A budget that binds a call, as it stands before that call. Amounts are micros of USD. */
export interface BudgetStanding {
  readonly budgetId: BudgetId;
  readonly scope: BudgetScope;
  readonly per: BudgetPeriod;
  readonly limitMicros: number;
  /** Held for calls that are out. */
  readonly reservedMicros: number;
  readonly settledMicros: number;
  /** When it begins again, milliseconds since the epoch; null: it is for one run. */
  readonly endsAtMs: number | null;
}

/** The call in question. */
export interface BudgetedCall {
  readonly nodeId: string;
  /** `provider/model`, for people. */
  readonly model: string;
  /** The most that it can cost; null = its price is not known. */
  readonly mostMicros: number | null;
}

/** What is still missing for a call under a budget, in micros; 0 or less: it fits. */
export function missingMicros(standing: BudgetStanding, mostMicros: number): number {
  return standing.reservedMicros + standing.settledMicros + mostMicros - standing.limitMicros;
}

/**
 * Why a call may not be made under the budgets that bind it, or null when it fits all of them. The one that lacks most
 * is told.
 */
export function refuseOverBudget(call: BudgetedCall, standings: readonly BudgetStanding[]): ErrorInfo | null {
  const { nodeId, model, mostMicros } = call;
  const [first] = standings;
  if (first === undefined) return null;
  if (mostMicros === null) {
    return refusal(
      nodeId,
      `Node "${nodeId}" was not run: the price of ${model} is not known, so it is not clear whether a call would stay within ${nameOf(first)}. Choose a model with a known price, or remove the budget.`,
      { budgetId: first.budgetId },
    );
  }
  const [worst] = standings
    .map((standing) => ({ standing, missing: missingMicros(standing, mostMicros) }))
    .filter(({ missing }) => missing > 0)
    .toSorted((left, right) => right.missing - left.missing);
  if (worst === undefined) return null;
  const { standing, missing } = worst;
  return refusal(
    nodeId,
    `Node "${nodeId}" was not run: a call of ${model} may cost up to ${asDollars(mostMicros)}, which is ${asDollars(missing)} more than ${nameOf(standing)} still allows: ${usedOf(standing)} of ${asDollars(standing.limitMicros)}.${resetOf(standing)} ${remedyOf(standing)}`,
    { budgetId: standing.budgetId, missingMicros: missing, limitMicros: standing.limitMicros },
  );
}

/** How a budget stands in its window; one that each run has for itself is `ok` as such. */
export function budgetState({
  limitMicros,
  warnPercent,
  window,
}: {
  readonly limitMicros: number;
  readonly warnPercent: number | null;
  readonly window: { readonly reservedMicros: number; readonly settledMicros: number } | null;
}): BudgetState {
  if (window === null) return "ok";
  const usedMicros = window.reservedMicros + window.settledMicros;
  if (usedMicros >= limitMicros) return "full";
  return warnPercent !== null && usedMicros * 100 >= limitMicros * warnPercent ? "warned" : "ok";
}

/** How much of a budget is gone, for people. */
function usedOf({ settledMicros, reservedMicros }: BudgetStanding): string {
  const spent = `${asDollars(settledMicros)} is spent`;
  return reservedMicros === 0
    ? spent
    : `${spent} and ${asDollars(reservedMicros)} is held for calls under way`;
}

function nameOf({ scope, per }: BudgetStanding): string {
  if (scope === "run") return "the budget of this run";
  const whose: Record<Exclude<BudgetScope, "run">, string> = {
    workspace: "the workspace",
    pipeline: "this pipeline",
    key: "the provider key",
    member: "the person who started the run",
  };
  return `the budget of ${whose[scope]} per ${per}`;
}

function resetOf({ endsAtMs }: BudgetStanding): string {
  return endsAtMs === null ? "" : ` It begins again at ${new Date(endsAtMs).toISOString()}.`;
}

function remedyOf({ scope }: BudgetStanding): string {
  return scope === "run"
    ? "Start the run again with a larger budget, lower maxTokens, or choose a cheaper model."
    : "An owner or an admin can raise it under Budgets; or lower maxTokens, or choose a cheaper model.";
}

function refusal(nodeId: string, message: string, details: NonNullable<ErrorInfo["details"]>): ErrorInfo {
  return { code: "BUDGET_EXCEEDED", message, retryable: false, nodeId, details };
}
