import { formatCostSoFar } from "#components/ui/format/cost-so-far.ts";
import { formatDuration } from "#components/ui/format/duration.ts";
import type { RunView } from "#core/run/view/fold.ts";
import type { RunSnapshot } from "./live/run-snapshot.ts";

/** A shorter wait is quickly repeated. */
const shortWaitMs = 60_000;

/** What stopping keeps and loses, one sentence each. */
export interface StopLoss {
  readonly kept: string;
  readonly lost: readonly string[];
}

/** What to know before stopping a run; null if starting again costs nothing. */
export function stopLoss(
  { nodes }: Pick<RunView, "nodes">,
  { run, definition }: Pick<RunSnapshot, "run" | "definition">,
  nowMs: number,
): StopLoss | null {
  const { costMicros, heldMicros } = run;
  const waits = [...nodes.values()].flatMap(({ nodeId, status, startedAtMs }) => {
    const waitedMs = nowMs - (startedAtMs ?? nowMs);
    if (status !== "waiting" || waitedMs < shortWaitMs) return [];
    const name = definition.nodes.find(({ id }) => id === nodeId)?.name ?? nodeId;
    return [`${name} has waited ${formatDuration(waitedMs)}: if the run is resumed, its wait starts over.`];
  });
  // A call can start before the snapshot is refetched.
  const isCalling =
    heldMicros !== 0 ||
    definition.nodes.some(({ id, type }) => type === "agent" && nodes.get(id)?.status === "running");
  if (costMicros === 0 && !isCalling && waits.length === 0) return null;
  const calls =
    "Calls in progress are closed immediately: if the run is resumed, they are made and paid for again.";
  return {
    kept: `What its nodes have produced so far${costText(costMicros, heldMicros)}.`,
    lost: isCalling ? [calls, ...waits] : waits,
  };
}

function costText(costMicros: number | null, heldMicros: number | null): string {
  if (costMicros === 0 && heldMicros === 0) return "";
  const isAtMost = costMicros !== null && heldMicros !== null && heldMicros > 0;
  return `, and what that cost: ${isAtMost ? "at most " : ""}${formatCostSoFar(costMicros, heldMicros)}`;
}
