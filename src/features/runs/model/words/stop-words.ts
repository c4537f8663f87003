import { loopStops } from "#core/nodes/loop/loop-stops.ts";
import { isOddStop } from "#core/run/agent/stop.ts";

/**
 * What people must know about how a model's answer or a loop ended; null if it was complete. `tokens` is the length of
 * the answer, if known.
 */
export function stopWords(stop: string | null | undefined, tokens: number | null): string | null {
  if (stop === null || stop === undefined || !isOddStop(stop)) return null;
  if (stop === loopStops.until) return null;
  if (stop === loopStops.maxPasses) return "Stopped after all its passes";
  if (stop !== "max_tokens") return `Stopped: ${stop.replaceAll("_", " ")}`;
  return tokens === null ? "Cut at maxTokens" : `Cut at ${tokens.toLocaleString("en-US")} tokens`;
}
