import type { ErrorInfo } from "#core/errors.ts";
import type { BudgetId } from "#core/ids.ts";
import { asDollars } from "./check-budget.ts";

/** What a budget binds. The check of its table has the same words. */
export const budgetScopes = ["workspace", "pipeline", "key", "member", "run"] as const;
/** The time after which a budget begins again; `run`: each run has it for itself. */
export const budgetPeriods = ["run", "day", "month"] as const;
/** What happens to a call that does not fit: its node fails, or waits until there is room. */
export const onLimitWords = ["fail", "wait"] as const;

/** `warned`: past the share from which on people want to know; `full`: nothing more fits. */
export const budgetStates = ["ok", "warned", "full"] as const;

export type BudgetState = (typeof budgetStates)[number];
export type BudgetScope = (typeof budgetScopes)[number];
export type BudgetPeriod = (typeof budgetPeriods)[number];
export type OnLimit = (typeof onLimitWords)[number];

/** A budget that binds a call, as it stands before that call. Amounts are micros of USD. */
export interface BudgetStanding {
  readonly budgetId: BudgetId;
  /** Of the day, the month or the run that it stands in: `2026-11-29`, `2026-11`, or the run's id. */
  readonly windowKey: string;
  readonly scope: BudgetScope;
  readonly per: BudgetPeriod;
  readonly onLimit: OnLimit;
  readonly limitMicros: number;
  /** Held for calls that are out, or that were released before this one. */
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

/** What the budgets that bind a call say to it. */
export type BudgetVerdict =
  | { readonly kind: "fits" }
  | { readonly kind: "fails"; readonly error: ErrorInfo }
  /** `untilMs`: when all that lack room begin again; null: one is for a run, or allows less than the call needs. */
  | {
      readonly kind: "waits";
      readonly title: string;
      readonly needsMicros: number;
      readonly untilMs: number | null;
    };

/**
 * Whether a call may be made under the budgets that bind it. Where several lack room, one at whose limit calls fail
 * decides; the one that lacks most is told. A call whose price is not known fails under any.
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

/** What a budget says, once in each of its windows; the check of its table has the same words. */
export const budgetAlertKinds = ["warned", "reached"] as const;
export type BudgetAlertKind = (typeof budgetAlertKinds)[number];

/** The event that says it: `penstock.budget.warned`. */
export function alertEventName(kind: BudgetAlertKind): string {
  return `penstock.budget.${kind}`;
}
