/**
 * How a list of pipelines may be ordered: last changed first, last run first, by name, by the share of the ended runs
 * that failed, and by what the last run cost. What has never run, or whose cost is not known, comes last.
 */
export const pipelineOrders = ["changed", "run", "name", "failing", "cost"] as const;
export type PipelineOrder = (typeof pipelineOrders)[number];
