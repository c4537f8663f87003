import type { WorkspaceId } from "#core/ids.ts";
import { type Calendar, calendarOf } from "#core/triggers/calendar.ts";
import { decideDue, timeText } from "#core/triggers/decide-due.ts";
import type { ScheduleTrigger } from "#core/triggers/trigger-definition.ts";
import type { DirectTransaction } from "#server/db/driver/direct-transaction.ts";
import {
  findQueuedFiring,
  insertFirings,
  type NewFiring,
  skipQueuedFirings,
} from "#server/db/trigger/firing-store.ts";
import { type LiveTrigger, setDueAt, takeDueTrigger } from "#server/db/trigger/live-trigger-store.ts";
import { findTrigger, type StoredTrigger, setEvaluatedUntil } from "#server/db/trigger/trigger-store.ts";
import { findOpenRun } from "#server/db/trigger/triggered-runs.ts";
import { beginTriggeredRun, nobodyIn } from "./begin-triggered-run.ts";
import { jitterOf } from "./jitter-of.ts";
import { pauseAfterFailures } from "./pause-after-failures.ts";
import type { TriggerTools } from "./trigger-tools.ts";

/** The maximum number of due times with a row each per check; earlier ones share one row. */
const maxRows = 500;
/** An occurrence that waits for a run is checked again after this time. */
const lookAgainMs = 2_000;

/** A locked schedule and the time of the check. */
interface Look {
  readonly tx: DirectTransaction;
  readonly tools: TriggerTools;
  readonly workspaceId: WorkspaceId;
  readonly trigger: StoredTrigger & { readonly config: ScheduleTrigger };
  readonly calendar: Calendar;
  readonly nowMs: number;
}

/**
 * Handles all due times of a schedule, each once: starts runs, or records why not, and sets when it is checked next.
 * Everything is in the caller's transaction, which locks the schedule: if it fails, the next check starts over.
 */
export async function fireSchedule(
  tx: DirectTransaction,
  tools: TriggerTools,
  live: LiveTrigger,
  nowMs: number,
): Promise<void> {
  const { triggerId, workspaceId } = live;
  if (!(await takeDueTrigger(tx, triggerId, nowMs))) return;
  const trigger = await findTrigger(tx, workspaceId, triggerId);
  if (trigger === null || !trigger.isOn || trigger.isArchived || trigger.config.kind !== "schedule") {
    return setDueAt(tx, triggerId, null);
  }
  const { config } = trigger;
  const calendar = calendarOf(config.cron, config.timezone);
  const look: Look = { tx, tools, workspaceId, trigger: { ...trigger, config }, calendar, nowMs };
  const jitterMs = jitterOf(triggerId, config.jitterSeconds);
  const fromMs = trigger.evaluatedUntilMs ?? nowMs;
  const untilMs = Math.max(fromMs, nowMs - jitterMs);
  const pauseReason = await whyPaused(look);
  const isQueued = await goOnWithQueued(look, pauseReason);
  await dealWith(look, calendar.between(fromMs, untilMs, maxRows + 1), pauseReason, isQueued);
  await setEvaluatedUntil(tx, workspaceId, triggerId, untilMs);
  const [next] = calendar.after(untilMs, 1);
  const nextMs = next === undefined ? null : next + jitterMs;
  const waits = (await findQueuedFiring(tx, workspaceId, triggerId)) !== null;
  await setDueAt(
    tx,
    triggerId,
    waits ? Math.min(nextMs ?? Number.POSITIVE_INFINITY, nowMs + lookAgainMs) : nextMs,
  );
}

/** Null: it is not paused. */
async function whyPaused({ tx, workspaceId, trigger, nowMs }: Look): Promise<string | null> {
  if (trigger.pausedAtMs !== null) return trigger.pauseReason ?? "The trigger was paused.";
  return pauseAfterFailures(tx, workspaceId, trigger, nowMs);
}

/** Starts what waited for a run that has ended; returns whether something still waits. */
async function goOnWithQueued(look: Look, pauseReason: string | null): Promise<boolean> {
  const { tx, workspaceId, trigger } = look;
  const queued = await findQueuedFiring(tx, workspaceId, trigger.id);
  if (queued === null) return false;
  if (pauseReason !== null) {
    await skipQueuedFirings(tx, workspaceId, trigger.id, pauseReason);
    return false;
  }
  if ((await findOpenRun(tx, workspaceId, trigger.id)) !== null) return true;
  await start(look, queued.dueAtMs);
  return false;
}

async function dealWith(
  look: Look,
  instants: readonly number[],
  pauseReason: string | null,
  isQueued: boolean,
): Promise<void> {
  const { tx, workspaceId, trigger, nowMs } = look;
  const listed = instants.slice(-maxRows);
  const written: NewFiring[] = instants.length > listed.length ? [gapBefore(listed[0] ?? nowMs, nowMs)] : [];
  let waits = isQueued;
  for (const verdict of pauseReason === null ? decideDue(trigger.config, listed, nowMs) : []) {
    const { dueAtMs } = verdict;
    if (verdict.outcome !== "start") {
      written.push({ ...verdict, key: keyOf(dueAtMs) });
      continue;
    }
    const obstacle = await overlapOf(look, dueAtMs, waits);
    if (obstacle === null) await start(look, dueAtMs);
    else written.push(obstacle);
    waits ||= obstacle?.outcome === "queued";
  }
  if (pauseReason !== null) written.push(...listed.map((dueAtMs) => skipped(dueAtMs, pauseReason)));
  await insertFirings(tx, workspaceId, trigger.id, written);
}

/** What is recorded instead of a start because a run of this trigger is in progress. Null: none is. */
async function overlapOf(look: Look, dueAtMs: number, waits: boolean): Promise<NewFiring | null> {
  const { tx, workspaceId, trigger } = look;
  const { overlap } = trigger.config;
  const open = overlap === "allow" ? null : await findOpenRun(tx, workspaceId, trigger.id);
  if (open === null && !waits) return null;
  if (overlap === "skip")
    return skipped(dueAtMs, `Run ${open} of this trigger was still running, and overlap is "skip".`);
  const key = keyOf(dueAtMs);
  if (waits)
    return {
      key,
      dueAtMs,
      outcome: "coalesced",
      reason: 'Another one is already waiting, and overlap is "queue".',
    };
  return { key, dueAtMs, outcome: "queued", reason: `Waits for run ${open} of this trigger to end.` };
}

async function start({ tx, tools, workspaceId, trigger, nowMs }: Look, dueAtMs: number): Promise<void> {
  const { key, config } = trigger;
  const scheduledAt = new Date(dueAtMs).toISOString();
  await beginTriggeredRun(tx, tools, trigger, {
    key: keyOf(dueAtMs),
    dueAtMs,
    nowMs,
    data: { kind: "schedule", trigger: key, scheduledAt, timezone: config.timezone },
    actor: nobodyIn(workspaceId),
    ledBy: [],
  });
}

function keyOf(dueAtMs: number): string {
  return new Date(dueAtMs).toISOString();
}

function skipped(dueAtMs: number, reason: string): NewFiring {
  return { key: keyOf(dueAtMs), dueAtMs, outcome: "skipped", reason };
}

function gapBefore(firstListedMs: number, nowMs: number): NewFiring {
  return {
    key: `before ${keyOf(firstListedMs)}`,
    dueAtMs: firstListedMs - 1,
    outcome: "missed",
    reason: `All times before ${timeText(firstListedMs)}: Penstock was not there to start them before ${timeText(nowMs)}, and they are too many to list.`,
  };
}
