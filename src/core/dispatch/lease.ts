/**
 * An attempt outlives the last sign of life of its worker by this much: the delay after a crash that nobody notices.
 */
export const leaseMs = 15_000;
