/** Faults of the sandbox that answer with an HTTP error, before any text. */
export const statusFaults = ["429", "529", "500", "401", "404"] as const;

/** The trouble that a sandbox model can rehearse. */
export const sandboxFaults = [
  ...statusFaults,
  "slow-headers",
  "stall",
  "reset",
  "cut",
  "error-event",
  "malformed",
  "web-page",
  "big-event",
  "empty",
  "only-thinking",
  "refusal",
  "max-tokens",
  "tool-use",
  "pause-turn",
  "new-reason",
  "not-json",
] as const;
export type SandboxFault = (typeof sandboxFaults)[number];
