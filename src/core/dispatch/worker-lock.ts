/**
 * The two numbers of the advisory lock that makes a process the worker of a database: "PENS" and the first of ours. It
 * is released the moment its process dies, so while it is held, there is a worker.
 */
export const workerLockKey = [0x50454e53, 1] as const;
