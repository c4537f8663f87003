import { z } from "zod";
import { webhookDeliveryIdSchema, webhookEndpointIdSchema } from "#core/ids.ts";
import {
  deliveryStatusSchema,
  webhookOffReasonSchema,
  webhookTypeSchema,
  webhookTypes,
} from "#core/policy/webhook.ts";
import { textSchema } from "#server/trpc/text-schema.ts";

export const endpointNameSchema = z.strictObject({ endpointId: webhookEndpointIdSchema });

/** What a person says of an address. */
export const endpointWishSchema = z.strictObject({
  /** A whole address: https, or http. */
  url: textSchema(2_000).trim().min(1, "must not be empty"),
  /** What it is for. */
  description: textSchema(500).trim(),
  /** What it is told, each once. */
  types: z
    .array(webhookTypeSchema)
    .min(1, "name at least one type")
    .max(webhookTypes.length)
    .refine((types) => new Set(types).size === types.length, "must not name a type twice"),
});

/** An address that is told what happens; times in milliseconds since the epoch. */
export const endpointSchema = z.object({
  endpointId: webhookEndpointIdSchema,
  url: z.string(),
  description: z.string(),
  types: z.array(webhookTypeSchema).readonly(),
  createdAtMs: z.number(),
  /** Null: it is on. */
  offSinceMs: z.number().nullable(),
  /** `person`: somebody wants so; `failing`: all tries of five days failed; `gone`: it answered 410. */
  offReason: webhookOffReasonSchema.nullable(),
  /** Since then every try has failed; null: the last one did not. */
  failingSinceMs: z.number().nullable(),
  /** Messages that are still to be sent, or to be tried again. */
  pending: z.number(),
});

const trySchema = z.object({
  atMs: z.number(),
  tookMs: z.number(),
  /** What the receiver answered; null: it did not. */
  status: z.number().nullable(),
  /** Null: it took the message. */
  error: z.string().nullable(),
});

/** A message to an address. */
export const deliverySchema = z.object({
  /** Its `webhook-id`. */
  deliveryId: webhookDeliveryIdSchema,
  endpointId: webhookEndpointIdSchema,
  type: z.string(),
  /** The very text that is sent. */
  body: z.string(),
  status: deliveryStatusSchema,
  /** The last 20, the latest last. */
  tries: z.array(trySchema).readonly(),
  nextTryAtMs: z.number().nullable(),
  createdAtMs: z.number(),
});
