import type { RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import { eventData } from "#core/triggers/match-event.ts";
import type { TriggerData } from "#core/triggers/run-input.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import type { StoredTrigger } from "#server/db/trigger/trigger-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { beginTriggeredRun } from "./begin-triggered-run.ts";
import { requireTrigger, type TriggerName } from "./require-trigger.ts";

export interface FireTriggerInput extends TriggerName {
  /** Stands for the body of a webhook, the data of an event, or the output of a run. */
  readonly data: Json;
}

/**
 * Fires a trigger now, in the caller's name: a test of it, paused or not, that is recorded as a firing.
 * @throws AppError FORBIDDEN, NOT_FOUND, RATE_LIMITED, and any error that keeps a run from beginning.
 */
export async function fireTrigger(
  context: ServiceContext,
  input: FireTriggerInput,
): Promise<{ readonly runId: RunId }> {
  authorize(context, "runs.start");
  const { actor, db, clock, newId, ports } = context;
  const { workspaceId } = actor;
  await ports.rateLimits.consume("run-start-by-workspace", workspaceId);
  const nowMs = clock.nowMs();
  const key = `by hand ${newId()}`;
  const begun = await withTenantDirect(db, workspaceId, async (tx) => {
    const trigger = await requireTrigger(tx, workspaceId, input);
    const data = dataOf(trigger, input.data, nowMs);
    await recordAudit(tx, actor, "trigger.fire", trigger.id, {
      pipelineId: input.pipelineId,
      key: trigger.key,
    });
    return beginTriggeredRun(tx, context, trigger, { key, dueAtMs: nowMs, nowMs, data, actor, ledBy: [] });
  });
  if (begun.outcome === "refused") throw begun.error;
  if (begun.outcome === "started") return { runId: begun.runId };
  throw new Error("A firing by hand came twice.");
}

function dataOf({ key, config }: StoredTrigger, body: Json, nowMs: number): TriggerData {
  const now = new Date(nowMs).toISOString();
  if (config.kind === "event") return eventData(key, { id: "by hand", name: config.name, data: body }, nowMs);
  if (config.kind === "run")
    return {
      kind: "run",
      trigger: key,
      runId: "by hand",
      pipeline: config.pipeline,
      status: "completed",
      output: body,
    };
  return config.kind === "schedule"
    ? { kind: "schedule", trigger: key, scheduledAt: now, timezone: config.timezone }
    : { kind: "webhook", trigger: key, deliveryId: "by hand", receivedAt: now, headers: {}, body };
}
