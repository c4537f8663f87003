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

/**
 * Times that are asked for by name; each ends with the day that it is, or with a month's last. Days are those of UTC.
 */
export const periods = [
  { name: "7d", label: "Last 7 days" },
  { name: "30d", label: "Last 30 days" },
  { name: "90d", label: "Last 90 days" },
  { name: "month", label: "This month" },
  { name: "last-month", label: "Last month" },
  { name: "12m", label: "12 months" },
] as const;
export type PeriodName = (typeof periods)[number]["name"];

/** From one day to another, as somebody chose them. */
export interface ChosenDays {
  readonly firstDay: string;
  readonly lastDay: string;
}

/** What the page of costs shows; it stands in the address. */
export interface CostsView {
  readonly period: PeriodName | ChosenDays;
  readonly by: CostGroup;
  readonly pipelineId: PipelineId | null;
}

/** Reads a view from an address; what makes no sense there is left out. */
export function parseCostsView(read: (name: string) => string | null): CostsView {
  const chosen = { firstDay: read("from") ?? "", lastDay: read("to") ?? "" };
  const pipelineId = read("pipeline");
  return {
    period: isChoice(chosen) ? chosen : (periods.find(({ name }) => name === read("period"))?.name ?? "30d"),
    by: costGroups.find((group) => group === read("by")) ?? "day",
    pipelineId: asId<PipelineId>(pipelineId),
  };
}

/** Whether these are days in their order, and no more of them than can be asked for. */
export function isChoice({ firstDay, lastDay }: ChosenDays): boolean {
  if (!isDay(firstDay) || !isDay(lastDay)) return false;
  const days = countDays(firstDay, lastDay);
  return days >= 1 && days <= longestCostDays;
}

/** The view as the end of an address: `?by=node&period=7d`, or nothing. */
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

/** The days that a view is about, both included, on the day of the given moment. */
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

/** The same as `costs.breakdown` takes it. */
export function costsInput(view: CostsView, nowMs: number) {
  return { ...daysOf(view, nowMs), by: view.by, pipelineId: view.pipelineId };
}

/** Where the file is that holds all lines of a view. */
export function exportAddress(workspaceSlug: string, view: CostsView, nowMs: number): string {
  const { firstDay, lastDay } = daysOf(view, nowMs);
  const pipeline = view.pipelineId === null ? "" : `&pipelineId=${view.pipelineId}`;
  return `/api/costs?workspace=${encodeURIComponent(workspaceSlug)}&firstDay=${firstDay}&lastDay=${lastDay}${pipeline}`;
}
