import type { StopReason } from "#engine/ports.ts";

const known: ReadonlyMap<string, StopReason> = new Map([
  ["end_turn", "end_turn"],
  ["max_tokens", "max_tokens"],
  ["stop_sequence", "stop_sequence"],
  ["tool_use", "tool_use"],
  ["pause_turn", "pause_turn"],
  ["refusal", "refusal"],
  ["model_context_window_exceeded", "context_window_exceeded"],
]);

/** An unknown reason becomes `other`; the vendor's own word is kept beside it. */
export function toStopReason(vendorReason: string): StopReason {
  return known.get(vendorReason) ?? "other";
}
