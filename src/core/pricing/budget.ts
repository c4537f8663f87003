import type { ErrorInfo } from "#core/errors.ts";
import type { BudgetId } from "#core/ids.ts";
import { asDollars } from "./check-budget.ts";

/** What a budget applies to. The check of its table has the same words. */
export const budgetScopes = ["workspace", "pipeline", "key", "member", "run"] as const;
/** The period of a budget; `run`: each run has a budget of its own. */
export const budgetPeriods = ["run", "day", "month"] as const;
/** What happens to a call that does not fit: its node fails, or waits until there is room. */
export const onLimitWords = ["fail", "wait"] as const;

/** `warned`: past the share at which people are warned; `full`: nothing more fits. */
export const budgetStates = ["ok", "warned", "full"] as const;

export type BudgetState = (typeof budgetStates)[number];
export type BudgetScope = (typeof budgetScopes)[number];
export type BudgetPeriod = (typeof budgetPeriods)[number];
export type OnLimit = (typeof onLimitWords)[number];

/** A budget that applies to a call, in its state before that call. Amounts are micros of USD. */
export interface BudgetStanding {
  readonly budgetId: BudgetId;
  /** The day, month or run that it counts: `2026-11-29`, `2026-11`, or the run's id. */
  readonly windowKey: string;
  readonly scope: BudgetScope;
  readonly per: BudgetPeriod;
  readonly onLimit: OnLimit;
  readonly limitMicros: number;
  /** Held for calls in flight, or released before this one. */
  readonly reservedMicros: number;
  readonly settledMicros: number;
  /** When the next period begins, in milliseconds since the epoch; null: it is for one run. */
  readonly endsAtMs: number | null;
}

/** The call in question. */
export interface BudgetedCall {
  readonly nodeId: string;
  /** `provider/model`, for people. */
  readonly model: string;
  /** The most that it can cost; null = its price is unknown. */
  readonly mostMicros: number | null;
}

/** How much is missing for a call under a budget, in micros; 0 or less: it fits. */
export function missingMicros(standing: BudgetStanding, mostMicros: number): number {
  return standing.reservedMicros + standing.settledMicros + mostMicros - standing.limitMicros;
}

/** The verdict of the budgets that apply to a call. */
export type BudgetVerdict =
  | { readonly kind: "fits" }
  | { readonly kind: "fails"; readonly error: ErrorInfo }
  /**
   * `untilMs`: when the next period of all exceeded budgets has begun; null: one is for a run, or allows less than the
   * call needs.
   */
  | {
      readonly kind: "waits";
      readonly title: string;
      readonly needsMicros: number;
      readonly untilMs: number | null;
    };

/**
 * Whether a call may be made under the budgets that apply to it. If several are exceeded, one at whose limit calls fail
 * decides; the one that lacks most is reported. A call of unknown price fails under any.
 */
export function weighCall(call: BudgetedCall, standings: readonly BudgetStanding[]): BudgetVerdict {
  const { mostMicros } = call;
  const [first] = standings;
  if (first === undefined) return { kind: "fits" };
  if (mostMicros === null) return { kind: "fails", error: unpriced(call, first) };
  const lacking = standings
    .filter((standing) => missingMicros(standing, mostMicros) > 0)
    .toSorted((left, right) => missingMicros(right, mostMicros) - missingMicros(left, mostMicros));
  const failing = lacking.find(({ onLimit }) => onLimit === "fail");
  if (failing !== undefined) return { kind: "fails", error: overLimit(call, failing, mostMicros) };
  const [worst] = lacking;
  if (worst === undefined) return { kind: "fits" };
  const title = `Room in ${nameOf(worst)}`;
  return { kind: "waits", title, needsMicros: mostMicros, untilMs: roomAt(lacking, mostMicros) };
}

function roomAt(lacking: readonly BudgetStanding[], mostMicros: number): number | null {
  const ends = lacking.map(({ endsAtMs, limitMicros }) => (mostMicros <= limitMicros ? endsAtMs : null));
  return ends.reduce<number | null>(
    (latest, end) => (latest === null || end === null ? null : Math.max(latest, end)),
    0,
  );
}

function unpriced({ nodeId, model }: BudgetedCall, first: BudgetStanding): ErrorInfo {
  return refusal(
    nodeId,
    `Node "${nodeId}" was not run: the price of ${model} is not known, so it is not clear whether a call would stay within ${nameOf(first)}. Set the price to count with under Settings, Prices, choose a model with a known price, or remove the budget.`,
    { budgetId: first.budgetId },
  );
}

function overLimit({ nodeId, model }: BudgetedCall, standing: BudgetStanding, mostMicros: number): ErrorInfo {
  const missing = missingMicros(standing, mostMicros);
  return refusal(
    nodeId,
    `Node "${nodeId}" was not run: a call of ${model} may cost up to ${asDollars(mostMicros)}, which is ${asDollars(missing)} more than ${nameOf(standing)} still allows: ${usedOf(standing)} of ${asDollars(standing.limitMicros)}.${resetOf(standing)} ${remedyOf(standing)}`,
    { budgetId: standing.budgetId, missingMicros: missing, limitMicros: standing.limitMicros },
  );
}

/** The state of a budget in its period; one that each run has for itself is always `ok`. */
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

/** How much of a budget is used, for people. */
function usedOf({ settledMicros, reservedMicros }: BudgetStanding): string {
  const spent = `${asDollars(settledMicros)} is spent`;
  return reservedMicros === 0
    ? spent
    : `${spent} and ${asDollars(reservedMicros)} is reserved for calls in progress`;
}

/** `the budget of this pipeline per day`. */
function nameOf({ scope, per }: Pick<BudgetStanding, "scope" | "per">): string {
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
  return endsAtMs === null ? "" : ` It resets at ${new Date(endsAtMs).toISOString()}.`;
}

function remedyOf({ scope }: BudgetStanding): string {
  return scope === "run"
    ? "Start the run again with a larger budget, lower maxTokens, or choose a cheaper model."
    : "An owner or an admin can raise it under Budgets; or lower maxTokens, or choose a cheaper model.";
}

function refusal(nodeId: string, message: string, details: NonNullable<ErrorInfo["details"]>): ErrorInfo {
  return { code: "BUDGET_EXCEEDED", message, retryable: false, nodeId, details };
}

/** What a budget reports, once in each period; the check of its table has the same words. */
export const budgetAlertKinds = ["warned", "reached"] as const;
export type BudgetAlertKind = (typeof budgetAlertKinds)[number];

/** The event that reports it: `penstock.budget.warned`. */
export function alertEventName(kind: BudgetAlertKind): string {
  return `penstock.budget.${kind}`;
}
