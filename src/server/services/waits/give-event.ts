import { engineEventNames } from "#core/dispatch/engine-event.ts";
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

/**
 * Gives an event to all runs of the workspace that wait for it and whose condition holds. Each is due when this
 * transaction has committed, and goes on in a step of its own. A wait whose condition fails on this event goes on
 * waiting. Returns how many took it.
 */
export async function giveEventToWaits(
  tx: DirectTransaction,
  { workspaceId, runs, log }: EventTools,
  event: NamedEvent,
  nowMs: number,
): Promise<number> {
  await aloneWithWaits(tx, workspaceId);
  let after: string | null = null;
  let taken = 0;
  for (;;) {
    const waits: readonly EventWait[] = await listEventWaits(tx, workspaceId, event.name, after, pageSize);
    const matching = waits.filter((wait) => isFor(wait, event, log));
    const given = await give(tx, workspaceId, event.id, matching);
    const events = matching
      .filter(({ id }) => given.has(id))
      .map(({ runId, nodeId, iteration }) => ({
        id: `${runId}:${nodeId}:${iteration}:event-${event.id}`,
        name: engineEventNames.nodeReady,
        data: { workspaceId, runId, nodeId, iteration },
        ts: Math.round(nowMs),
      }));
    if (events.length > 0) await dispatchEvents(tx, runs.engine, workspaceId, [{ nowMs, events }]);
    taken += events.length;
    after = waits.at(-1)?.id ?? null;
    if (waits.length < pageSize) return taken;
  }
}

function isFor(
  { match, sees, runId, nodeId }: EventWait,
  event: NamedEvent,
  log: EventTools["log"],
): boolean {
  const held = matchesData(match, event.data, scopeOfSeen(sees));
  if (!held.ok) {
    log.warn(
      { runId, nodeId, reason: held.message },
      "whether an event is the one that a run waits for cannot be told",
    );
  }
  return held.ok && held.value;
}
