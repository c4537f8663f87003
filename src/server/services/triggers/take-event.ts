import { AppError } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import { chainText, mostInChain } from "#core/triggers/chain.ts";
import { eventData, matchesEvent } from "#core/triggers/match-event.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import { pipelineNamesOf } from "#server/db/trigger/chain-store.ts";
import {
  insertEvent,
  listEventTriggers,
  type SentEvent,
  setMatched,
} from "#server/db/trigger/event-store.ts";
import { type NewFiring, takeOccurrence } from "#server/db/trigger/firing-store.ts";
import type { StoredTrigger } from "#server/db/trigger/trigger-store.ts";
import { type AuditActor, recordAudit } from "#server/services/audit/record-audit.ts";
import type { RateLimits } from "#server/services/rate-limits/rate-limits.ts";
import { giveEventToWaits } from "#server/services/waits/give-event.ts";
import { beginTriggeredRun, nobodyIn } from "./begin-triggered-run.ts";
import { InTurn } from "./in-turn.ts";
import type { TriggerTools } from "./trigger-tools.ts";

/** The maximum number of pipelines that one event, or the end of one run, starts: it is one transaction. */
export const mostTriggers = 100;

/** Events of a workspace are handled one at a time, because each excludes all waits (`aloneWithWaits`). */
export const eventsInTurn = new InTurn();

/** An event as it is stored. */
export interface NamedEvent {
  readonly id: string;
  /** The same when the event is sent again. */
  readonly key: string;
  readonly name: string;
  readonly data: Json;
}

/** The sender of an event. */
export interface EventSender {
  readonly actor: AuditActor;
  /** The node that sends it. Null: a person or a program does. */
  readonly node: { readonly runId: RunId; readonly nodeId: string } | null;
  /** The runs that led to it; see `readChain`. */
  readonly ledBy: readonly RunId[];
}

export interface EventTools extends TriggerTools {
  readonly rateLimits: RateLimits;
}

/**
 * Handles an event in the caller's transaction: stores it, lets waiting runs continue, and starts the pipelines that
 * match. Null, without effect, when its key was already used.
 * @throws AppError RATE_LIMITED, and CONFLICT where it would start too many pipelines, make the chain too long, or take
 * too much work.
 */
export async function takeEvent(
  tx: DirectTransaction,
  tools: EventTools,
  sender: EventSender,
  event: NamedEvent,
  nowMs: number,
): Promise<SentEvent | null> {
  const { actor, node } = sender;
  const { workspaceId } = actor;
  if (!(await insertEvent(tx, workspaceId, { ...event, node }))) return null;
  const { name } = event;
  await recordAudit(tx, actor, "event.send", event.id, node === null ? { name } : { name, ...node });
  const triggers = await listEventTriggers(tx, workspaceId, name, mostTriggers + 1);
  if (triggers.length > mostTriggers) {
    const message = `More than ${mostTriggers} pipelines wait for ${name}: one event may not start that many.`;
    throw new AppError("CONFLICT", message);
  }
  // Before runs are started: those that this event starts began after it.
  let matched = await giveEventToWaits(tx, { ...tools, workspaceId }, event, nowMs);
  for (const trigger of triggers)
    matched += (await tell(tx, { tools, sender, event, nowMs }, trigger)) ? 1 : 0;
  if (matched > 0) await setMatched(tx, workspaceId, event.id, matched);
  return { eventId: event.id, matched };
}

interface Telling {
  readonly tools: EventTools;
  readonly sender: EventSender;
  readonly event: NamedEvent;
  readonly nowMs: number;
}

/** Whether the event matches the trigger; a pause, and a condition that fails, are recorded. */
async function tell(tx: DirectTransaction, telling: Telling, trigger: StoredTrigger): Promise<boolean> {
  if (trigger.config.kind !== "event") return false;
  const { tools, sender, event, nowMs } = telling;
  const { workspaceId } = sender.actor;
  const data = eventData(trigger.key, event, nowMs);
  const key = event.id;
  const writeDown = (outcome: NewFiring["outcome"], reason: string) =>
    takeOccurrence(tx, workspaceId, trigger.id, { key, dueAtMs: nowMs, outcome, reason });
  const match = matchesEvent(trigger.config, data, nowMs);
  if (!match.ok) {
    await writeDown("refused", `It cannot be decided whether the event matches: ${match.message}.`);
    return false;
  }
  if (!match.value) return false;
  if (trigger.pausedAtMs !== null) await writeDown("skipped", "The trigger was paused.");
  else {
    await refuseLongChain(tx, telling);
    await tools.rateLimits.consume("run-start-by-workspace", workspaceId);
    const { ledBy } = sender;
    await beginTriggeredRun(tx, tools, trigger, {
      ...{ key, dueAtMs: nowMs, nowMs, data, ledBy },
      actor: nobodyIn(workspaceId),
    });
  }
  return true;
}

/** The sending node fails, and the event is not stored: what it would start could go on forever. */
async function refuseLongChain(tx: DirectTransaction, { sender, event }: Telling): Promise<void> {
  const { ledBy, actor } = sender;
  if (ledBy.length <= mostInChain) return;
  const chain = chainText(await pipelineNamesOf(tx, actor.workspaceId, ledBy));
  throw new AppError(
    "CONFLICT",
    `The event ${event.name} was not sent: ${mostInChain} runs have started one another before this one, and it would start another (${chain}). ` +
      "Give the event that closes the circle another name, or give its trigger a match that is false in the end.",
  );
}
