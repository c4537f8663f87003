import { setImmediate as letOthersGoOn } from "node:timers/promises";
import { engineEventNames } from "#core/dispatch/engine-event.ts";
import { AppError } from "#core/errors.ts";
import { Meter } from "#core/expression/metering/meter.ts";
import type { WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import { matchesData } from "#core/nodes/wait/event-match.ts";
import { scopeOfSeen } from "#core/nodes/wait/open-wait.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import { aloneWithWaits } from "#server/db/wait/event-lock.ts";
import { type EventWait, giveEvent as give, listEventWaits } from "#server/db/wait/event-waits.ts";
import type { RunTools, ServiceTools } from "#server/services/context.ts";
import { dispatchEvents } from "#server/services/progress/step/dispatch-effects.ts";

interface NamedEvent {
  readonly id: string;
  readonly name: string;
  readonly data: Json;
}

interface EventTools extends Pick<ServiceTools, "log"> {
  readonly workspaceId: WorkspaceId;
  readonly runs: Pick<RunTools, "engine">;
}

const pageSize = 200;
/** After this much work, some milliseconds, the process does other work. */
const unitsAtOnce = 200_000;
/** The maximum for all conditions of one event together: about two seconds of the process. */
export const mostUnitsPerEvent = 100_000_000;

/**
 * Gives an event to all runs of the workspace that wait for it and whose condition holds. Each is due when this
 * transaction has committed, and continues in a step of its own. A wait whose condition fails on this event keeps
 * waiting. Returns how many took it.
 * @throws AppError CONFLICT where the conditions take too much work.
 */
export async function giveEventToWaits(
  tx: DirectTransaction,
  { workspaceId, runs, log }: EventTools,
  event: NamedEvent,
  nowMs: number,
  mostUnits = mostUnitsPerEvent,
): Promise<number> {
  await aloneWithWaits(tx, workspaceId);
  let after: string | null = null;
  let taken = 0;
  const work = { left: mostUnits, sinceOthers: 0 };
  for (;;) {
    const waits: readonly EventWait[] = await listEventWaits(tx, workspaceId, event.name, after, pageSize);
    const matching = await matchingOf(waits, event, log, work);
    const given = await give(tx, workspaceId, event.id, matching);
    const events = matching
      .filter(({ id }) => given.has(id))
      .map(({ runId, nodeId }) => ({
        id: `${runId}:${nodeId}:event-${event.id}`,
        name: engineEventNames.nodeReady,
        data: { workspaceId, runId, nodeId },
        ts: Math.round(nowMs),
      }));
    if (events.length > 0) await dispatchEvents(tx, runs.engine, workspaceId, [{ nowMs, events }]);
    taken += events.length;
    after = waits.at(-1)?.id ?? null;
    if (waits.length < pageSize) return taken;
  }
}

interface Work {
  left: number;
  sinceOthers: number;
}

/** One by one, with pauses for other work: users write the conditions, and there may be any number. */
async function matchingOf(
  waits: readonly EventWait[],
  event: NamedEvent,
  log: EventTools["log"],
  work: Work,
): Promise<readonly EventWait[]> {
  const matching: EventWait[] = [];
  for (const wait of waits) {
    const meter = new Meter();
    if (isFor(wait, event, log, meter)) matching.push(wait);
    work.left -= meter.spent;
    if (work.left < 0) throw tooMuchWork(event);
    work.sinceOthers += meter.spent;
    if (work.sinceOthers < unitsAtOnce) continue;
    work.sinceOthers = 0;
    await letOthersGoOn();
  }
  return matching;
}

function tooMuchWork({ name }: NamedEvent): AppError {
  return new AppError(
    "CONFLICT",
    `The event ${name} was not sent: it takes too much work to find out which of the runs that wait for it continue with it. ` +
      "Make the match of their waits simpler, send less data, or stop runs that need not wait any longer.",
  );
}

function isFor(
  { match, sees, runId, nodeId }: EventWait,
  event: NamedEvent,
  log: EventTools["log"],
  meter: Meter,
): boolean {
  const held = matchesData(match, event.data, scopeOfSeen(sees), meter);
  if (!held.ok) {
    log.warn(
      { runId, nodeId, reason: held.message },
      "could not decide whether an event is the one that a run waits for",
    );
  }
  return held.ok && held.value;
}
