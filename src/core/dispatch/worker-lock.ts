/**
 * Two numbers name the advisory lock that makes a process the worker of a database: "PENS" and the first of ours. It
 * falls the moment its process dies, so whoever sees it held knows that a worker is there.
 */
export const workerLockKey = [0x50454e53, 1] as const;
