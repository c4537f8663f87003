/**
 * The limit of one step of progress, in units of work (`Meter`: each about 20 ns). A step runs without a pause, so this
 * bounds how long a process does nothing else. The rest continues in the worker, in as many steps as needed.
 */

/**
 * In the web process, where everybody waits: a pipeline of a few hundred simple pure nodes still ends in the call that
 * starts it.
 */
export const startUnits = 200_000;

/** In the worker. */
export const stepUnits = 1_000_000;
