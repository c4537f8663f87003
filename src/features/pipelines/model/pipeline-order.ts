import { type PipelineOrder, pipelineOrders } from "#core/pipeline/pipeline-order.ts";

/** The label of each order. */
export const orderWords: Record<PipelineOrder, string> = {
  changed: "Last changed",
  run: "Last run",
  name: "Name",
  failing: "Most failures",
  cost: "Most expensive last run",
};

export function parsePipelineOrder(text: string | null): PipelineOrder {
  return pipelineOrders.find((order) => order === text) ?? "changed";
}

/** The order as a query string: `?order=name`, or an empty string for the default. */
export function pipelineOrderQuery(order: PipelineOrder): string {
  return order === "changed" ? "" : `?order=${order}`;
}
