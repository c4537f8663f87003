import { z } from "zod";
import { nodeIdSchema, pipelineIdSchema, runIdSchema } from "#core/ids.ts";
import type { TriggerDefinition } from "#core/triggers/trigger-definition.ts";

/** A trigger by the id that its definition gives it. */
export const triggerNameSchema = z.strictObject({ pipelineId: pipelineIdSchema, triggerId: nodeIdSchema });

/** One time that a trigger was due, and the outcome; times in milliseconds since the epoch. */
export const firingSchema = z.object({
  key: z.string(),
  dueAtMs: z.number(),
  outcome: z.enum(["started", "queued", "skipped", "missed", "coalesced", "refused"]),
  /** Why it did not start; null if it did. */
  reason: z.string().nullable(),
  runId: runIdSchema.nullable(),
  createdAtMs: z.number(),
});

export const triggerViewSchema = z.object({
  triggerId: z.string(),
  kind: z.enum(["schedule", "webhook", "event", "run"]),
  /** As published; it was validated then. */
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
