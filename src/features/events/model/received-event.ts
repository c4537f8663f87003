import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type ReceivedEvent = RouterOutputs["events"]["list"]["events"][number];
export type EventFiring = ReceivedEvent["firings"][number];
export type EventPlace = ReceivedEvent["waits"][number];

type Come = Pick<ReceivedEvent, "matched" | "firings" | "waits">;

/** An event's status. `matched`: something waited for it, but no run was started and no wait has ended. */
export type EventState = "received" | "matched" | "started";

export function eventStateOf({ matched, firings, waits }: Come): EventState {
  if (waits.length > 0 || firings.some(({ runId }) => runId !== null)) return "started";
  return matched > 0 ? "matched" : "received";
}

/** The most waits listed for an event. */
const listedWaits = 20;

/** What the event did, in a few words. */
export function receivedEventWords({ matched, firings, waits }: Come): string {
  const started = firings.filter(({ runId }) => runId !== null).length;
  const parts = [
    ...(started > 0 ? [`started ${started === 1 ? "a run" : `${started} runs`}`] : []),
    ...(waits.length > 0 ? [`ended ${waitsText(waits.length)}`] : []),
  ];
  if (parts.length > 0) return parts.join(", ");
  return matched > 0 ? "started nothing" : "nothing waited for it";
}

function waitsText(count: number): string {
  if (count >= listedWaits) return `${count} waits or more`;
  return count === 1 ? "a wait" : `${count} waits`;
}
