import type { PipelineId } from "#core/ids.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { calendarOf } from "#core/triggers/calendar.ts";
import type { TriggerDefinition } from "#core/triggers/trigger-definition.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type Firing, listFirings } from "#server/db/trigger/firing-store.ts";
import { secretTimes } from "#server/db/trigger/sealed-trigger-secret-store.ts";
import { listTriggers as readTriggers, type StoredTrigger } from "#server/db/trigger/trigger-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requirePipeline } from "#server/services/pipelines/require-pipeline.ts";
import { jitterOf } from "./jitter-of.ts";

/** A trigger as people see it. */
export interface TriggerView {
  /** Its id in the definition. */
  readonly triggerId: string;
  readonly kind: TriggerDefinition["kind"];
  readonly config: TriggerDefinition;
  /** `resting`: its pipeline is archived. */
  readonly state: "on" | "paused" | "resting";
  readonly pausedAtMs: number | null;
  /** Null: paused by a person. */
  readonly pauseReason: string | null;
  /** The next ten due times of a schedule, even while it is paused. */
  readonly nextTimesMs: readonly number[];
  readonly nextAtMs: number | null;
  /** A webhook's URL. Null also where the URL alone gives access and the reader may not manage triggers. */
  readonly url: string | null;
  /** When its secret was created. Null: it has none yet, and accepts nothing if its scheme needs one. */
  readonly secretSinceMs: number | null;
  readonly lastFiring: Firing | null;
}

const timesShown = 10;

/**
 * The triggers of a pipeline's published version, or one of them, in their current state.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function listTriggers(
  context: ServiceContext,
  input: { readonly pipelineId: PipelineId; readonly triggerId: string | null },
): Promise<{ readonly triggers: readonly TriggerView[] }> {
  authorize(context, "triggers.read");
  const { workspaceId } = context.actor;
  const { pipelineId, triggerId } = input;
  return withTenant(context.db, workspaceId, async (tx) => {
    await requirePipeline(tx, workspaceId, pipelineId);
    const stored = await readTriggers(tx, workspaceId, pipelineId, triggerId);
    const secrets = await secretTimes(
      tx,
      workspaceId,
      stored.map(({ id }) => id),
    );
    const triggers: TriggerView[] = [];
    for (const trigger of stored) {
      const [last] = await listFirings(tx, workspaceId, trigger.id, 1, null);
      triggers.push({
        ...viewOf(context, trigger),
        secretSinceMs: secrets.get(trigger.id) ?? null,
        lastFiring: last ?? null,
      });
    }
    return { triggers };
  });
}

function viewOf(
  context: ServiceContext,
  trigger: StoredTrigger,
): Omit<TriggerView, "secretSinceMs" | "lastFiring"> {
  const { key, config, isArchived, pausedAtMs, pauseReason } = trigger;
  const nextTimesMs = isArchived ? [] : nextTimes(trigger, context.clock.nowMs());
  return {
    triggerId: key,
    kind: config.kind,
    config,
    state: isArchived ? "resting" : pausedAtMs === null ? "on" : "paused",
    pausedAtMs,
    pauseReason,
    nextTimesMs,
    nextAtMs: pausedAtMs === null ? (nextTimesMs[0] ?? null) : null,
    url: urlOf(context, trigger),
  };
}

function nextTimes({ id, config }: StoredTrigger, nowMs: number): readonly number[] {
  if (config.kind !== "schedule") return [];
  const jitterMs = jitterOf(id, config.jitterSeconds);
  const times = calendarOf(config.cron, config.timezone).after(nowMs - jitterMs, timesShown);
  return times.map((instant) => instant + jitterMs);
}

function urlOf({ actor, publicOrigin }: ServiceContext, { config, hookId }: StoredTrigger): string | null {
  if (config.kind !== "webhook" || hookId === null) return null;
  if (config.scheme === "none" && !isAllowed(actor.role, "triggers.manage")) return null;
  return `${publicOrigin}/api/hooks/${hookId}`;
}
