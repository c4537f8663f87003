import { AppError } from "#core/errors.ts";
import type { Json } from "#core/json/json.ts";
import { sameJson } from "#core/json/same-json.ts";
import { eventData, matchesEvent } from "#core/triggers/match-event.ts";
import { type DirectTransaction, withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { sqlStateOf } from "#server/db/sql-state.ts";
import {
  findEvent,
  insertEvent,
  listEventTriggers,
  type SentEvent,
  setMatched,
} from "#server/db/trigger/event-store.ts";
import { type NewFiring, takeOccurrence } from "#server/db/trigger/firing-store.ts";
import type { StoredTrigger } from "#server/db/trigger/trigger-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { giveEventToWaits } from "#server/services/waits/give-event.ts";
import { beginTriggeredRun, nobodyIn } from "./begin-triggered-run.ts";

export interface SendEventInput {
  readonly name: string;
  readonly data: Json;
  /** The sender's own id of the event: sent again, it is the same event. Null: each is one of its own. */
  readonly id: string | null;
}

const deadlockDetected = "40P01";
const mostTries = 3;

/** One event starts so many pipelines at most: it is one transaction. */
const mostTriggers = 100;

/**
 * Hands an event to all that waits for it, in one transaction: pipelines that match start, and runs that wait go on.
 * @throws AppError FORBIDDEN, RATE_LIMITED, CONFLICT where more pipelines wait than one event may start,
 * IDEMPOTENCY_MISMATCH where the id was another event's.
 */
export async function sendEvent(context: ServiceContext, input: SendEventInput): Promise<SentEvent> {
  authorize(context, "runs.start");
  const { actor, newId, ports } = context;
  const { workspaceId } = actor;
  await ports.rateLimits.consume("run-start-by-workspace", workspaceId);
  const eventId = newId();
  const event = { id: eventId, key: input.id ?? eventId, name: input.name, data: input.data };
  return retryDeadlocks(() =>
    withTenantDirect(context.db, workspaceId, (tx) => takeEvent(tx, context, event)),
  );
}

/** What an event starts and what it wakes lock rows that others lock in another order; the book undoes one of both. */
async function retryDeadlocks<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries >= mostTries || sqlStateOf(error) !== deadlockDetected) throw error;
    }
  }
}

async function takeEvent(
  tx: DirectTransaction,
  context: ServiceContext,
  event: NamedEvent,
): Promise<SentEvent> {
  const { actor, clock } = context;
  const { workspaceId } = actor;
  if (!(await insertEvent(tx, workspaceId, event))) return knownEvent(tx, context, event);
  await recordAudit(tx, actor, "event.send", event.id, { name: event.name });
  const triggers = await listEventTriggers(tx, workspaceId, event.name, mostTriggers + 1);
  if (triggers.length > mostTriggers) {
    const message = `More than ${mostTriggers} pipelines wait for ${event.name}: one event may not start so many.`;
    throw new AppError("CONFLICT", message);
  }
  const nowMs = clock.nowMs();
  // Before runs are started: those that this event starts began after it.
  let matched = await giveEventToWaits(tx, context, event, nowMs);
  for (const trigger of triggers) matched += (await tell(tx, context, trigger, event, nowMs)) ? 1 : 0;
  if (matched > 0) await setMatched(tx, workspaceId, event.id, matched);
  return { eventId: event.id, matched };
}

interface NamedEvent {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly data: Json;
}

async function knownEvent(
  tx: DirectTransaction,
  { actor }: ServiceContext,
  { key, name, data }: NamedEvent,
): Promise<SentEvent> {
  const known = await findEvent(tx, actor.workspaceId, key);
  if (known !== null && known.name === name && sameJson(known.data, data)) {
    return { eventId: known.eventId, matched: known.matched };
  }
  throw new AppError(
    "IDEMPOTENCY_MISMATCH",
    `The id ${key} was another event's. Use a new id for a new event.`,
  );
}

/** Whether the event is one of the trigger's; a pause, and a condition that fails, are written down. */
async function tell(
  tx: DirectTransaction,
  context: ServiceContext,
  trigger: StoredTrigger,
  event: NamedEvent,
  nowMs: number,
): Promise<boolean> {
  if (trigger.config.kind !== "event") return false;
  const { workspaceId } = context.actor;
  const data = eventData(trigger.key, event, nowMs);
  const key = event.id;
  const writeDown = (outcome: NewFiring["outcome"], reason: string) =>
    takeOccurrence(tx, workspaceId, trigger.id, { key, dueAtMs: nowMs, outcome, reason });
  const match = matchesEvent(trigger.config, data, nowMs);
  if (!match.ok) {
    await writeDown("refused", `Whether the event matches cannot be told: ${match.message}.`);
    return false;
  }
  if (!match.value) return false;
  if (trigger.pausedAtMs !== null) await writeDown("skipped", "The trigger was paused.");
  else {
    const actor = nobodyIn(workspaceId);
    await beginTriggeredRun(tx, context, trigger, { key, dueAtMs: nowMs, nowMs, data, actor });
  }
  return true;
}
