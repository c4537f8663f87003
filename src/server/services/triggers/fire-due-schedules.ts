import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { withSystem, withTenant } from "#server/db/driver/with-tenant.ts";
import {
  type LiveTrigger,
  listDueTriggers,
  readDatabaseTime,
  setDueAt,
} from "#server/db/trigger/live-trigger-store.ts";
import { fireSchedule } from "./fire-schedule.ts";
import type { TriggerTools } from "./trigger-tools.ts";

/** Schedules per pass; the next pass takes the next. */
const batchSize = 100;
/** A schedule that cannot be handled does not block the others. */
const afterFailureMs = 60_000;

/**
 * Finds schedules that are due by the database's clock. Any number of processes may call it: each schedule is locked by
 * one, in a transaction of its own. Returns how many were found.
 */
export async function fireDueSchedules(tools: TriggerTools, nowMs: number | null = null): Promise<number> {
  const { now, due } = await withSystem(tools.db, async (tx) => {
    const time = nowMs ?? (await readDatabaseTime(tx));
    return { now: time, due: await listDueTriggers(tx, time, batchSize) };
  });
  for (const live of due) {
    try {
      await withTenantDirect(tools.db, live.workspaceId, (tx) => fireSchedule(tx, tools, live, now));
    } catch (error) {
      tools.log.error({ err: error, triggerId: live.triggerId }, "a schedule could not be checked");
      await postpone(tools, live, now + afterFailureMs);
    }
  }
  return due.length;
}

async function postpone(tools: TriggerTools, live: LiveTrigger, untilMs: number): Promise<void> {
  await withTenant(tools.db, live.workspaceId, (tx) => setDueAt(tx, live.triggerId, untilMs));
}
