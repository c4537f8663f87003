import type { ModelUsage } from "#core/model/usage.ts";
import type { AttemptTurns } from "#server/db/run/progress/agent-steps/read-steps.ts";
import type { AttemptRef } from "#server/db/run/progress/write-attempts.ts";
import type { Changeset } from "../step/changeset.ts";
import { noteStep } from "./note-steps.ts";

/** An attempt's usage, as reported when it ends. */
export interface AttemptBill {
  readonly usage: ModelUsage | null;
  readonly costMicros: number | null;
}

/**
 * Closes the turn in flight when its attempt ended, with what was booked for it; returns the bill of the whole attempt.
 * Earlier turns were booked when they ended.
 */
export function closeTurn(
  changeset: Changeset,
  { nodeId, attempt }: AttemptRef,
  turns: AttemptTurns,
  status: "failed" | "lost",
  open: AttemptBill,
): AttemptBill {
  if (turns.openSeq === null) return { usage: turns.usage, costMicros: turns.costMicros };
  const { usage, costMicros } = open;
  noteStep(changeset, attempt, {
    kind: "turn-end",
    nodeId,
    seq: turns.openSeq,
    status,
    output: null,
    usage,
    costMicros,
    requestHash: null,
  });
  return {
    usage: usage === null ? turns.usage : addUsage(turns.usage, usage),
    costMicros: costMicros === null || turns.costMicros === null ? null : costMicros + turns.costMicros,
  };
}

function addUsage(left: ModelUsage, right: ModelUsage): ModelUsage {
  return {
    inputTokens: left.inputTokens + right.inputTokens,
    outputTokens: left.outputTokens + right.outputTokens,
    cacheWriteTokens: left.cacheWriteTokens + right.cacheWriteTokens,
    cacheReadTokens: left.cacheReadTokens + right.cacheReadTokens,
    estimated: left.estimated || right.estimated,
    raw: null,
  };
}
