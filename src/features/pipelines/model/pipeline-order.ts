import { type PipelineOrder, pipelineOrders } from "#core/pipeline/pipeline-order.ts";

/** How each order is called. */
export const orderWords: Record<PipelineOrder, string> = {
  changed: "Last changed",
  run: "Last run",
  name: "By name",
  failing: "Most failing",
  cost: "Most expensive last run",
};

export function parsePipelineOrder(text: string | null): PipelineOrder {
  return pipelineOrders.find((order) => order === text) ?? "changed";
}

/** The order as the end of an address: `?order=name`, or nothing for the usual one. */
export function pipelineOrderQuery(order: PipelineOrder): string {
  return order === "changed" ? "" : `?order=${order}`;
}
