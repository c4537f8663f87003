/**
 * How a list of runs may be ordered. Duration and cost are known once a run has ended, so the longest and the most
 * expensive are among the ended runs.
 */
export const runOrders = ["newest", "oldest", "longest", "costliest"] as const;
export type RunOrder = (typeof runOrders)[number];
