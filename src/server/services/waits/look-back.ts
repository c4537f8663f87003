import { setImmediate as letOthersGoOn } from "node:timers/promises";
import { engineEventNames } from "#core/dispatch/engine-event.ts";
import { Meter } from "#core/expression/metering/meter.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import { matchesData } from "#core/nodes/wait/event-match.ts";
import { scopeOfSeen } from "#core/nodes/wait/open-wait.ts";
import type { WaitChange } from "#core/run/advance-result.ts";
import type { EventEntry } from "#core/waits/words.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import { listEarlierEvents, readEventPayloads } from "#server/db/wait/earlier-events.ts";
import { findEventWait, giveEvent } from "#server/db/wait/event-waits.ts";
import type { EngineKind } from "#server/services/progress/engine-context.ts";
import { dispatchEvents } from "#server/services/progress/step/dispatch-effects.ts";

/** A wait that has just begun and also takes an earlier event. */
interface LookingBack {
  readonly runId: RunId;
  readonly nowMs: number;
  readonly nodeId: string;
  readonly entry: EventEntry;
}

/** Each may have a megabyte, and a whole page is in memory at once. */
const pageSize = 10;
/** An event's data is read whole, whatever the condition uses. */
const charactersPerUnit = 2;
/** The maximum number of events of its name that a wait considers: the latest ones. */
export const mostLookedAt = 1_000;
/** The maximum work of a step for reading events and evaluating conditions: about half a second. */
export const mostUnitsLookingBack = 10_000_000;
/** After this much of it, the process does other work. */
const unitsAtOnce = 200_000;

/** The waits that a step begins and that look back. */
export function lookingBack(
  run: Pick<LookingBack, "runId" | "nowMs">,
  waits: readonly WaitChange[],
): readonly LookingBack[] {
  return waits.flatMap((wait) => {
    if (wait.kind !== "open" || wait.entry.kind !== "event" || wait.entry.lookBackMs === 0) return [];
    const { nodeId, entry } = wait;
    return [{ runId: run.runId, nowMs: run.nowMs, nodeId, entry }];
  });
}

/**
 * Gives waits that have begun in this transaction the first event that would have ended them, had they begun that much
 * earlier. Senders of events are locked out until this has committed, so that no event falls between the past and the
 * wait.
 */
export async function lookBack(
  tx: DirectTransaction,
  engine: EngineKind,
  workspaceId: WorkspaceId,
  waits: readonly LookingBack[],
): Promise<void> {
  const work = { left: mostUnitsLookingBack, sinceOthers: 0 };
  for (const wait of waits) {
    const eventId = await findEarlier(tx, workspaceId, wait, work);
    if (eventId !== null) await give(tx, engine, workspaceId, wait, eventId);
  }
}

interface Work {
  left: number;
  sinceOthers: number;
}

/** Null where there is none, or finding it takes too much work: the wait then keeps waiting. */
async function findEarlier(
  tx: DirectTransaction,
  workspaceId: WorkspaceId,
  { runId, entry: { name, match, sees, lookBackMs } }: LookingBack,
  work: Work,
): Promise<string | null> {
  const scope = scopeOfSeen(sees);
  const asked = { runId, name, withinMs: lookBackMs, most: mostLookedAt };
  const ids = await listEarlierEvents(tx, workspaceId, asked);
  for (let from = 0; from < ids.length; from += pageSize) {
    const events = await readEventPayloads(tx, workspaceId, ids.slice(from, from + pageSize));
    for (const { id, data, characters } of events) {
      const reading = Math.ceil(characters / charactersPerUnit);
      work.left -= reading;
      if (work.left < 0) return null;
      const meter = new Meter();
      const held = matchesData(match, data, scope, meter);
      if (held.ok && held.value) return id;
      work.left -= meter.spent;
      await pause(work, reading + meter.spent);
    }
  }
  return null;
}

async function pause(work: Work, units: number): Promise<void> {
  work.sinceOthers += units;
  if (work.sinceOthers < unitsAtOnce) return;
  work.sinceOthers = 0;
  await letOthersGoOn();
}

async function give(
  tx: DirectTransaction,
  engine: EngineKind,
  workspaceId: WorkspaceId,
  { runId, nodeId, nowMs }: LookingBack,
  eventId: string,
): Promise<void> {
  const wait = await findEventWait(tx, { workspaceId, runId, nodeId });
  if (wait === null) return;
  await giveEvent(tx, workspaceId, eventId, [wait]);
  const data = { workspaceId, runId, nodeId };
  const id = `${runId}:${nodeId}:event-${eventId}`;
  const event = { id, name: engineEventNames.nodeReady, data, ts: Math.round(nowMs) };
  await dispatchEvents(tx, engine, workspaceId, [{ nowMs, events: [event] }]);
}
