/** An attempt outlives the last sign of its worker by this much: what a crash costs when nobody knows of it. */
export const leaseMs = 15_000;
