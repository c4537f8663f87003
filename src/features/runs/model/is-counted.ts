import { isTerminalRun, type RunStatus } from "#core/run/status.ts";

interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number | null;
}

/**
 * Whether a run's usage says anything: what a node used is added when it ends, so nothing at all before the run's own end is not zero but not
 * known yet.
 */
export function isCounted(status: RunStatus, { inputTokens, outputTokens, costMicros }: Usage): boolean {
  return isTerminalRun(status) || inputTokens + outputTokens > 0 || costMicros !== 0;
}
