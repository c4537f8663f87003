/**
 * How a list of runs may be ordered. How long a run took and what it cost are known when it has ended, so the longest
 * and the most expensive are among those that have ended.
 */
export const runOrders = ["newest", "oldest", "longest", "costliest"] as const;
export type RunOrder = (typeof runOrders)[number];
