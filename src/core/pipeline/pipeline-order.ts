/**
 * How a list of pipelines may be ordered: last changed first, last run first, by name, by the share of ended runs that
 * failed, and by the cost of the last run. Those that have never run, or whose cost is unknown, come last.
 */
export const pipelineOrders = ["changed", "run", "name", "failing", "cost"] as const;
export type PipelineOrder = (typeof pipelineOrders)[number];
