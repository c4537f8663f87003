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

/** The settings of an address that people choose. */
export const endpointWishSchema = z.strictObject({
  /** A complete URL: https, or http. */
  url: textSchema(2_000).trim().min(1, "must not be empty"),
  /** Its purpose. */
  description: textSchema(500).trim(),
  /** The types of notices it receives, without duplicates. */
  types: z
    .array(webhookTypeSchema)
    .min(1, "name at least one type")
    .max(webhookTypes.length)
    .refine((types) => new Set(types).size === types.length, "must not name a type twice"),
});

/** An address for outgoing webhooks; times are milliseconds since the epoch. */
export const endpointSchema = z.object({
  endpointId: webhookEndpointIdSchema,
  url: z.string(),
  description: z.string(),
  types: z.array(webhookTypeSchema).readonly(),
  createdAtMs: z.number(),
  /** Null: it is on. */
  offSinceMs: z.number().nullable(),
  /** `person`: turned off by somebody; `failing`: all tries of five days failed; `gone`: it answered 410. */
  offReason: webhookOffReasonSchema.nullable(),
  /** Every try since then has failed. Null: the last one succeeded. */
  failingSinceMs: z.number().nullable(),
  /** Messages that are still to be sent or retried. */
  pending: z.number(),
});

const trySchema = z.object({
  atMs: z.number(),
  tookMs: z.number(),
  /** The receiver's HTTP status. Null: no answer. */
  status: z.number().nullable(),
  /** Null: the message was accepted. */
  error: z.string().nullable(),
});

/** A message to an address. */
export const deliverySchema = z.object({
  /** Its `webhook-id`. */
  deliveryId: webhookDeliveryIdSchema,
  endpointId: webhookEndpointIdSchema,
  type: z.string(),
  /** The exact text that is sent. */
  body: z.string(),
  status: deliveryStatusSchema,
  /** The last 20, oldest first. */
  tries: z.array(trySchema).readonly(),
  nextTryAtMs: z.number().nullable(),
  createdAtMs: z.number(),
});
