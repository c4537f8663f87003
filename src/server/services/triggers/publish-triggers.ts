import { randomUUID } from "node:crypto";
import { type PipelineId, triggerRowIdSchema, type WorkspaceId } from "#core/ids.ts";
import { calendarOf } from "#core/triggers/calendar.ts";
import type { TriggerDefinition } from "#core/triggers/trigger-definition.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { skipQueuedFirings } from "#server/db/trigger/firing-store.ts";
import { keepAlive, letGo, readDatabaseTime } from "#server/db/trigger/live-trigger-store.ts";
import {
  listKnownTriggers,
  type PublishedTrigger,
  switchOff,
  upsertTrigger,
} from "#server/db/trigger/trigger-store.ts";
import { findSource } from "./find-source.ts";
import { jitterOf } from "./jitter-of.ts";

type Known = Awaited<ReturnType<typeof listKnownTriggers>>[number];

/**
 * Switches on the triggers of a version, and off those that it no longer contains, in the transaction that publishes
 * it. A trigger keeps its row by its id in the definition, so its address, secrets, history and pause are kept across
 * versions.
 */
export async function publishTriggers(
  tx: TenantSql,
  newId: () => string,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  triggers: readonly TriggerDefinition[],
): Promise<void> {
  const known = await listKnownTriggers(tx, workspaceId, pipelineId);
  if (known.length + triggers.length === 0) return;
  const nowMs = await readDatabaseTime(tx);
  for (const config of triggers) {
    const before = known.find(({ key }) => key === config.id);
    const id = triggerRowIdSchema.parse(before?.id ?? newId());
    const hookId = config.kind === "webhook" ? (before?.hookId ?? randomUUID()) : (before?.hookId ?? null);
    const evaluatedUntilMs = config.kind === "schedule" ? startOf(config, before, nowMs) : null;
    const published = { id, pipelineId, config, hookId, evaluatedUntilMs };
    await upsertTrigger(tx, workspaceId, published);
    await switchOn(tx, workspaceId, published);
  }
  for (const { id, key, isOn } of known) {
    if (!isOn || triggers.some((config) => config.id === key)) continue;
    await switchOff(tx, workspaceId, id);
    await letGo(tx, id);
    await skipQueuedFirings(tx, workspaceId, id, "The trigger was removed from the pipeline.");
  }
}

/** Adds a trigger to those that all processes check. */
export async function switchOn(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { id, pipelineId, config, hookId, evaluatedUntilMs }: PublishedTrigger,
): Promise<void> {
  await keepAlive(tx, {
    triggerId: id,
    workspaceId,
    sourcePipelineId: await findSource(tx, workspaceId, pipelineId, config),
    hookId: config.kind === "webhook" ? hookId : null,
    dueAtMs: config.kind === "schedule" ? firstTime(id, config, evaluatedUntilMs ?? 0) : null,
  });
}

/** A schedule with changed settings continues where it was, so that publishing loses no due time. */
function startOf(config: TriggerDefinition, before: Known | undefined, nowMs: number): number {
  const goesOn =
    before?.isOn === true &&
    config.kind === "schedule" &&
    before.config.kind === "schedule" &&
    before.config.cron === config.cron &&
    before.config.timezone === config.timezone;
  return goesOn ? (before.evaluatedUntilMs ?? nowMs) : nowMs;
}

function firstTime(
  id: PublishedTrigger["id"],
  config: Extract<TriggerDefinition, { kind: "schedule" }>,
  fromMs: number,
): number | null {
  const [next] = calendarOf(config.cron, config.timezone).after(fromMs, 1);
  return next === undefined ? null : next + jitterOf(id, config.jitterSeconds);
}
