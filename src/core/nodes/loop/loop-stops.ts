/** Why a loop has stopped: its `until` held, or it had made all its passes. */
export const loopStops = { until: "until", maxPasses: "max_passes" } as const;
