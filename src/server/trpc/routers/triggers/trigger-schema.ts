import { z } from "zod";
import { nodeIdSchema, pipelineIdSchema, runIdSchema } from "#core/ids.ts";
import type { TriggerDefinition } from "#core/triggers/trigger-definition.ts";

/** A trigger by its id in the definition. */
export const triggerNameSchema = z.strictObject({ pipelineId: pipelineIdSchema, triggerId: nodeIdSchema });

/** One firing of a trigger; times are milliseconds since the epoch. */
export const firingSchema = z.object({
  key: z.string(),
  dueAtMs: z.number(),
  outcome: z.enum(["started", "queued", "skipped", "missed", "coalesced", "refused"]),
  /** Why it did not start. Null where it did. */
  reason: z.string().nullable(),
  runId: runIdSchema.nullable(),
  createdAtMs: z.number(),
});

export const triggerViewSchema = z.object({
  triggerId: z.string(),
  kind: z.enum(["schedule", "webhook", "event", "run"]),
  /** As published, and validated then. */
  config: z.custom<TriggerDefinition>(),
  state: z.enum(["on", "paused", "resting"]),
  pausedAtMs: z.number().nullable(),
  pauseReason: z.string().nullable(),
  nextTimesMs: z.array(z.number()).readonly(),
  nextAtMs: z.number().nullable(),
  url: z.string().nullable(),
  secretSinceMs: z.number().nullable(),
  lastFiring: firingSchema.nullable(),
});
