import { z } from "zod";
import { jsonSchema } from "#core/json/json.ts";
import { expressionSourceSchema, mappingSchema } from "../nodes/fields/mapping.ts";
import { definitionIdSchema, eventNameSchema, fieldNameSchema } from "../nodes/fields/names.ts";

/** The most triggers of one pipeline. */
export const maxTriggers = 50;

/** What every trigger has, whatever starts it. */
const shared = {
  id: definitionIdSchema,
  /** Computes the run's input from what the trigger passes on, `trigger`; if left out, see `runInputOf`. */
  input: mappingSchema.optional(),
  /** Values for the pipeline's variables, as they are. */
  variables: z.record(fieldNameSchema, jsonSchema).default({}),
};

/** By the clock. */
const scheduleTriggerSchema = z.strictObject({
  ...shared,
  kind: z.literal("schedule"),
  /** Minute, hour, day of the month, month, day of the week. */
  cron: z.string().min(1, "must not be empty").max(200),
  timezone: z.string().min(1, "must not be empty").max(64).default("UTC"),
  /**
   * What happens while this trigger's last run is still running: the new one is left out, waits, or starts beside it.
   */
  overlap: z.enum(["skip", "queue", "allow"]).default("skip"),
  /** Which of the times are made up for when no worker was running: none, the last, or all. */
  catchUp: z.enum(["none", "one", "all"]).default("one"),
  /** How far back `catchUp` looks. */
  catchUpSeconds: z
    .number()
    .int()
    .min(60)
    .max(31 * 86_400)
    .default(3_600),
  /** Starts up to this much later, always the same for one trigger: spreads many schedules of one minute. */
  jitterSeconds: z.number().int().min(0).max(3_600).default(0),
  /** This many failed runs in a row pause the trigger. */
  pauseAfterFailures: z.number().int().min(1).max(100).optional(),
});

/** The type of a webhook's body; it is parsed as the type it declares and as nothing else. */
export const hookContentTypes = [
  "application/json",
  "application/x-www-form-urlencoded",
  "text/plain",
] as const;
export type HookContentType = (typeof hookContentTypes)[number];

/** How a sender proves its identity. */
const hookSchemes = ["standard", "github", "stripe", "slack", "bearer", "none"] as const;
export type HookScheme = (typeof hookSchemes)[number];

/** Never passed to a run: the sender authenticates with them. */
const secretHeader = /^(authorization|proxy-authorization|cookie|.*signature.*|.*token.*|.*secret.*)$/;

const hookHeaderSchema = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,64}$/, "must be the name of a header")
  .transform((name) => name.toLowerCase())
  .refine((name) => !secretHeader.test(name), "holds a secret of the sender, which runs do not see");

/** By a request from outside. */
export const webhookTriggerSchema = z.strictObject({
  ...shared,
  kind: z.literal("webhook"),
  scheme: z.enum(hookSchemes),
  /** Answers immediately with the run's id, or waits this long for its output. */
  respond: z
    .union([z.literal("accepted"), z.strictObject({ waitSeconds: z.number().int().min(1).max(60) })])
    .default("accepted"),
  contentTypes: z.array(z.enum(hookContentTypes)).min(1, "must not be empty").default(["application/json"]),
  /** Names of headers that are passed to the run, in `trigger.headers`. */
  headers: z.array(hookHeaderSchema).max(20).default([]),
});

/** By an event that a program sends. */
const eventTriggerSchema = z.strictObject({
  ...shared,
  kind: z.literal("event"),
  name: eventNameSchema,
  /** Only for events that match; it sees `data`. */
  match: expressionSourceSchema.optional(),
});

/** By the end of another pipeline's run. */
const runTriggerSchema = z.strictObject({
  ...shared,
  kind: z.literal("run"),
  /** Its slug, or its id. */
  pipeline: z.string().min(1, "must not be empty").max(100),
  status: z
    .array(z.enum(["completed", "failed", "cancelled", "timeout"]))
    .min(1, "must not be empty")
    .default(["completed"]),
});

/** Everything that starts a pipeline by itself. */
export const triggerSchema = z.discriminatedUnion("kind", [
  scheduleTriggerSchema,
  webhookTriggerSchema,
  eventTriggerSchema,
  runTriggerSchema,
]);

export type ScheduleTrigger = z.output<typeof scheduleTriggerSchema>;
export type WebhookTrigger = z.output<typeof webhookTriggerSchema>;
export type EventTrigger = z.output<typeof eventTriggerSchema>;
export type TriggerDefinition = z.output<typeof triggerSchema>;
