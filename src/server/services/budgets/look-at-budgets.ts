import type { WaitId } from "#core/ids.ts";
import { chooseReleased } from "#core/pricing/release-calls.ts";
import { type DirectTransaction, withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { withSystem } from "#server/db/driver/with-tenant.ts";
import { type BudgetLook, finishBudgetLook, takeBudgetLooks } from "#server/db/money/budget-looks.ts";
import {
  listParkedCalls,
  readWaitBudgets,
  releaseCalls,
  type StoredParkedCall,
} from "#server/db/money/parked-calls.ts";
import { agentReadyEvent, dispatchEvents } from "#server/services/progress/step/dispatch-effects.ts";
import type { EventTools } from "#server/services/triggers/take-event.ts";
import { sendBudgetAlerts } from "./send-budget-alerts.ts";

/** Workspaces per pass. */
const batchSize = 50;
/** A check whose process dies is taken by another one after this time. */
const againAfterMs = 5_000;
/** Alerts that could not be sent are retried after this time. */
const untoldAfterMs = 30_000;
/** A released call that has not begun after this time is handed out again: its reserved amount is kept from others. */
const beginWithinMs = 10_000;
const pageSize = 1_000;
/** Calls of one workspace per pass; the rest follow when these have continued. */
export const maxLookedAtCalls = 10_000;

/**
 * Releases calls that wait for a budget where there is room: in workspaces where money was freed, a budget changed, a
 * day or month began, or a call began to wait; also calls that would use another key by now. Each continues in a step
 * of its own, which checks again before it calls. Alerts are sent first. Returns how many were released.
 */
export async function lookAtBudgets(tools: EventTools): Promise<number> {
  const looks = await withSystem(tools.db, (tx) => takeBudgetLooks(tx, batchSize, againAfterMs));
  let count = 0;
  for (const look of looks) {
    try {
      const isTold = await sendBudgetAlerts(tools, look.workspaceId);
      count += await withTenantDirect(tools.db, look.workspaceId, (tx) => lookAt(tx, tools, look, isTold));
    } catch (error) {
      const { workspaceId } = look;
      tools.log.error({ err: error, workspaceId }, "calls that wait for a budget could not be checked");
    }
  }
  return count;
}

async function lookAt(
  tx: DirectTransaction,
  tools: EventTools,
  look: BudgetLook,
  isTold: boolean,
): Promise<number> {
  const { workspaceId } = look;
  const calls = await readParkedCalls(tx, look);
  const budgets = await readWaitBudgets(tx, workspaceId, [
    ...new Set(calls.map(({ treeRunId }) => treeRunId)),
  ]);
  // The budgets of the key that they would use now are checked when they begin; they may have to wait again.
  const moved = calls.filter(({ hasOtherKey, isReleased }) => hasOtherKey && !isReleased);
  const chosen = new Set(moved.map(({ waitId }) => waitId));
  const { waitIds, againAtMs } = chooseReleased(
    calls.filter(({ waitId }) => !chosen.has(waitId)),
    budgets,
  );
  for (const waitId of waitIds) chosen.add(waitId);
  const going = calls.filter(
    ({ waitId, letOnForMs }) => chosen.has(waitId) || (letOnForMs !== null && letOnForMs >= beginWithinMs),
  );
  const released = going.length === 0 ? new Set<WaitId>() : await releaseCalls(tx, workspaceId, going);
  const nowMs = Date.now();
  const events = going
    .filter(({ waitId }) => released.has(waitId))
    .map(({ waitId, runId, nodeId, providerKeyId }) => {
      const id = `${runId}:${nodeId}:room-${waitId}-${nowMs}`;
      const ref = { workspaceId, runId, nodeId };
      return agentReadyEvent({ id, ts: nowMs }, ref, providerKeyId);
    });
  const isUnderWay = going.length > 0 || calls.some(({ isReleased }) => isReleased);
  const nextLook = earliest(
    againAtMs,
    isTold ? null : nowMs + untoldAfterMs,
    isUnderWay ? nowMs + beginWithinMs : null,
  );
  await Promise.all([
    events.length > 0 && dispatchEvents(tx, tools.runs.engine, workspaceId, [{ nowMs, events }]),
    finishBudgetLook(tx, look, nextLook),
  ]);
  return events.length;
}

async function readParkedCalls(
  tx: DirectTransaction,
  { workspaceId }: BudgetLook,
): Promise<readonly StoredParkedCall[]> {
  const calls: StoredParkedCall[] = [];
  for (;;) {
    const page = await listParkedCalls(tx, workspaceId, calls.at(-1)?.waitId ?? null, pageSize);
    calls.push(...page);
    if (page.length < pageSize || calls.length >= maxLookedAtCalls) return calls;
  }
}

function earliest(...times: readonly (number | null)[]): number | null {
  const given = times.filter((time) => time !== null);
  return given.length === 0 ? null : Math.min(...given);
}
