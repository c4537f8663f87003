import type { PipelineSummary } from "./pipeline-outputs.ts";

/** Orders of the list of pipelines, the usual one first. */
export const pipelineOrders = [
  { name: "changed", label: "Last changed" },
  { name: "run", label: "Last run" },
  { name: "name", label: "By name" },
  { name: "failing", label: "Most failing" },
  { name: "cost", label: "Most expensive last run" },
] as const;
export type PipelineOrder = (typeof pipelineOrders)[number]["name"];

export function parsePipelineOrder(text: string | null): PipelineOrder {
  return pipelineOrders.find(({ name }) => name === text)?.name ?? "changed";
}

/** The order as the end of an address: `?order=name`, or nothing for the usual one. */
export function pipelineOrderQuery(order: PipelineOrder): string {
  return order === "changed" ? "" : `?order=${order}`;
}

type Compare = (left: PipelineSummary, right: PipelineSummary) => number;

const compareBy: Record<PipelineOrder, Compare> = {
  changed: descending(({ updatedAtMs }) => updatedAtMs),
  run: descending(({ lastRuns }) => lastRuns[0]?.createdAtMs ?? Number.NEGATIVE_INFINITY),
  name: (left, right) => left.name.localeCompare(right.name, undefined, { numeric: true }),
  failing: descending(failing),
  cost: descending(({ lastRuns }) => lastRuns[0]?.costMicros ?? -1),
};

/** The same pipelines in another order; equals stay as they were. */
export function sortPipelines(
  pipelines: readonly PipelineSummary[],
  order: PipelineOrder,
): readonly PipelineSummary[] {
  return pipelines.toSorted(compareBy[order]);
}

/** The share of the runs that failed; what never ended is behind what never failed. */
function failing({ successCount, errorCount }: PipelineSummary): number {
  const ended = successCount + errorCount;
  return ended === 0 ? -1 : errorCount / ended;
}

function descending(figureOf: (pipeline: PipelineSummary) => number): Compare {
  return (left, right) => {
    const [first, second] = [figureOf(left), figureOf(right)];
    return first === second ? 0 : second - first;
  };
}
