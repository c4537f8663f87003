import type { WorkspaceId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import { alertEventName } from "#core/pricing/budget.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type BudgetAlert, listUnsentAlerts, markAlertSent } from "#server/db/money/budget-alerts.ts";
import { readDatabaseTime } from "#server/db/trigger/live-trigger-store.ts";
import { nobodyIn } from "#server/services/triggers/begin-triggered-run.ts";
import { retryDeadlocks } from "#server/services/triggers/retry-deadlocks.ts";
import { type EventTools, eventsInTurn, takeEvent } from "#server/services/triggers/take-event.ts";

/** The maximum per pass; the next pass sends the rest. */
const mostAlerts = 50;

/**
 * Sends alerts of budgets that have passed their warning share, or had no room for a call. Each is an event of the
 * workspace, which starts the pipelines that wait for it. Sending and marking as sent are one transaction, so each is
 * sent once. False when some could not be sent now.
 */
export async function sendBudgetAlerts(tools: EventTools, workspaceId: WorkspaceId): Promise<boolean> {
  const alerts = await withTenant(tools.db, workspaceId, (tx) =>
    listUnsentAlerts(tx, workspaceId, mostAlerts),
  );
  let isDone = alerts.length < mostAlerts;
  for (const alert of alerts) {
    try {
      await eventsInTurn.take(workspaceId, () => retryDeadlocks(() => send(tools, workspaceId, alert)));
    } catch (error) {
      // For example, too many runs were started just now.
      const { budgetId, kind } = alert;
      tools.log.warn({ err: error, budgetId, kind }, "the alert of a budget could not be sent");
      isDone = false;
    }
  }
  return isDone;
}

function send(tools: EventTools, workspaceId: WorkspaceId, alert: BudgetAlert): Promise<void> {
  const { budgetId, windowKey, kind } = alert;
  const event = {
    id: tools.newId(),
    key: `penstock.budget:${budgetId}:${windowKey}:${kind}`,
    name: alertEventName(kind),
    data: dataOf(alert),
  };
  const sender = { actor: nobodyIn(workspaceId), node: null, ledBy: [] };
  return withTenantDirect(tools.db, workspaceId, async (tx) => {
    await markAlertSent(tx, workspaceId, alert);
    await takeEvent(tx, tools, sender, event, await readDatabaseTime(tx));
  });
}

function dataOf({ windowKey, createdAtMs, warnPercent, ...alert }: BudgetAlert): JsonObject {
  const usedMicros = alert.settledMicros + alert.reservedMicros;
  return {
    ...alert,
    window: windowKey,
    warnAt: warnPercent === null ? null : warnPercent / 100,
    usedShare: alert.limitMicros === 0 ? 1 : usedMicros / alert.limitMicros,
    at: new Date(createdAtMs).toISOString(),
  };
}
