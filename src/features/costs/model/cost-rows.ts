import { addDays, type CostGroup, countDays } from "#core/pricing/cost-groups.ts";
import { shortId } from "#core/short-id.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import type { ChosenDays } from "./costs-view.ts";

export type CostBreakdown = RouterOutputs["costs"]["breakdown"];
type CostShare = CostBreakdown["rows"][number];
export type CostSums = CostBreakdown["total"];

export interface CostRow extends CostSums {
  readonly key: string;
  readonly name: string;
  /** A second line below the name; null: none. */
  readonly detail: string | null;
  /** Whether the row is a pipeline that can be broken down by node. */
  readonly pipelineId: CostShare["pipelineId"];
}

export const groupTitles: Record<CostGroup, string> = {
  day: "Day",
  pipeline: "Pipeline",
  node: "Node",
  model: "Model",
  key: "Provider key",
  member: "Started by",
};

/** The rows of the table: names and figures. Days come newest first. */
export function costRows(
  { days, rows }: Pick<CostBreakdown, "days" | "rows">,
  by: CostGroup,
): readonly CostRow[] {
  if (by === "day") {
    const named = days.map((day) => ({
      ...day,
      key: day.day,
      name: day.day,
      detail: null,
      pipelineId: null,
    }));
    return named.toReversed();
  }
  return rows.map((row) => ({ ...row, ...namesOf(row, by) }));
}

function namesOf(
  { pipelineId, pipelineName, nodeId, provider, model, keyId, keyName, userId, userName }: CostShare,
  by: Exclude<CostGroup, "day">,
): Pick<CostRow, "key" | "name" | "detail"> {
  const pipeline = pipelineName ?? `Deleted pipeline ${pipelineId === null ? "" : shortId(pipelineId)}`;
  switch (by) {
    case "pipeline":
      return { key: pipelineId ?? "", name: pipeline, detail: null };
    case "node":
      return { key: `${pipelineId} ${nodeId}`, name: nodeId ?? "", detail: pipeline };
    case "model":
      return { key: `${provider}/${model}`, name: `${provider}/${model}`, detail: null };
    case "key":
      return keyId === null
        ? { key: "none", name: "No key", detail: "The sandbox, and endpoints that need none" }
        : { key: keyId, name: keyName ?? `Deleted key ${shortId(keyId)}`, detail: null };
    case "member":
      return userId === null
        ? { key: "nobody", name: "Nobody", detail: "Schedules, webhooks, events and other runs" }
        : { key: userId, name: userName ?? "Deleted account", detail: null };
  }
}

export interface ChartDay {
  readonly day: string;
  readonly costMicros: number;
  readonly sandboxMicros: number;
}

/** Every day of the period, including those without calls, oldest first. */
export function chartDays(
  days: CostBreakdown["days"],
  { firstDay, lastDay }: ChosenDays,
): readonly ChartDay[] {
  const byDay = new Map(days.map((day) => [day.day, day]));
  return Array.from({ length: countDays(firstDay, lastDay) }, (_, index) => {
    const day = addDays(firstDay, index);
    const found = byDay.get(day);
    return { day, costMicros: found?.costMicros ?? 0, sandboxMicros: found?.sandboxMicros ?? 0 };
  });
}

/** Whether a sum consists only of calls with an unknown price: it is then unknown, not zero. */
export function isUnknown({ calls, unpricedCalls, costMicros }: CostSums): boolean {
  return costMicros === 0 && calls > 0 && calls === unpricedCalls;
}

/** Remarks on a sum; empty if there are none. */
export function caveats({ unpricedCalls, estimatedCalls }: CostSums): readonly string[] {
  const calls = (count: number) => (count === 1 ? "1 call" : `${count.toLocaleString("en-US")} calls`);
  return [
    ...(unpricedCalls === 0 ? [] : [`${calls(unpricedCalls)} without a known price`]),
    ...(estimatedCalls === 0 ? [] : [`${calls(estimatedCalls)} estimated`]),
  ];
}
