import type { PipelineId } from "#core/ids.ts";
import {
  addDays,
  type CostGroup,
  costGroups,
  countDays,
  dayOf,
  isDay,
  longestCostDays,
} from "#core/pricing/cost-groups.ts";
import { asId } from "#core/uuid.ts";

/** Named periods; each ends today or with the end of a past month. Days are UTC. */
export const periods = [
  { name: "7d", label: "Last 7 days" },
  { name: "30d", label: "Last 30 days" },
  { name: "90d", label: "Last 90 days" },
  { name: "month", label: "This month" },
  { name: "last-month", label: "Last month" },
  { name: "12m", label: "Last 12 months" },
] as const;
export type PeriodName = (typeof periods)[number]["name"];

/** A custom range of days. */
export interface ChosenDays {
  readonly firstDay: string;
  readonly lastDay: string;
}

/** The state of the costs page, kept in the URL. */
export interface CostsView {
  readonly period: PeriodName | ChosenDays;
  readonly by: CostGroup;
  readonly pipelineId: PipelineId | null;
}

/** Parses the view from the URL, ignoring invalid values. */
export function parseCostsView(read: (name: string) => string | null): CostsView {
  const chosen = { firstDay: read("from") ?? "", lastDay: read("to") ?? "" };
  const pipelineId = read("pipeline");
  return {
    period: isChoice(chosen) ? chosen : (periods.find(({ name }) => name === read("period"))?.name ?? "30d"),
    by: costGroups.find((group) => group === read("by")) ?? "day",
    pipelineId: asId<PipelineId>(pipelineId),
  };
}

/** Whether these are two days in order, no further apart than the API allows. */
export function isChoice({ firstDay, lastDay }: ChosenDays): boolean {
  if (!isDay(firstDay) || !isDay(lastDay)) return false;
  const days = countDays(firstDay, lastDay);
  return days >= 1 && days <= longestCostDays;
}

/** The view as a query string: `?by=node&period=7d`, or an empty string. */
export function costsQuery({ period, by, pipelineId }: CostsView): string {
  const parts = [
    by === "day" ? null : `by=${by}`,
    typeof period === "string"
      ? period === "30d"
        ? null
        : `period=${period}`
      : `from=${period.firstDay}&to=${period.lastDay}`,
    pipelineId === null ? null : `pipeline=${pipelineId}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** The first and the last day of a view, given the current time. */
export function daysOf({ period }: Pick<CostsView, "period">, nowMs: number): ChosenDays {
  if (typeof period !== "string") return period;
  const today = dayOf(nowMs);
  const monthsAgo = (count: number) => firstOfMonth(nowMs, count);
  switch (period) {
    case "7d":
      return { firstDay: addDays(today, -6), lastDay: today };
    case "30d":
      return { firstDay: addDays(today, -29), lastDay: today };
    case "90d":
      return { firstDay: addDays(today, -89), lastDay: today };
    case "month":
      return { firstDay: monthsAgo(0), lastDay: today };
    case "last-month":
      return { firstDay: monthsAgo(1), lastDay: addDays(monthsAgo(0), -1) };
    case "12m":
      return { firstDay: monthsAgo(11), lastDay: today };
  }
}

function firstOfMonth(nowMs: number, monthsAgo: number): string {
  const now = new Date(nowMs);
  return dayOf(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsAgo, 1));
}

/** The view as input for `costs.breakdown`. */
export function costsInput(view: CostsView, nowMs: number) {
  return { ...daysOf(view, nowMs), by: view.by, pipelineId: view.pipelineId };
}

/** The URL of the file with all rows of a view. */
export function exportAddress(workspaceSlug: string, view: CostsView, nowMs: number): string {
  const { firstDay, lastDay } = daysOf(view, nowMs);
  const pipeline = view.pipelineId === null ? "" : `&pipelineId=${view.pipelineId}`;
  return `/api/costs?workspace=${encodeURIComponent(workspaceSlug)}&firstDay=${firstDay}&lastDay=${lastDay}${pipeline}`;
}
