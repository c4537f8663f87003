import { z } from "zod";
import { webhookDeliveryIdSchema } from "#core/ids.ts";
import { deliveryStatusSchema } from "#core/policy/webhook.ts";
import { listDeliveries } from "#server/services/webhooks/list-deliveries.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { deliverySchema, endpointNameSchema } from "./webhook-schema.ts";

const inputSchema = endpointNameSchema.extend({
  /** Null: all. */
  status: deliveryStatusSchema.nullable().default(null),
  cursor: webhookDeliveryIdSchema.nullable().default(null),
  limit: z.number().int().min(1).max(100).default(25),
});

export const listDeliveriesProcedure = workspaceProcedure("webhooks.manage")
  .input(inputSchema)
  .output(
    z.object({
      deliveries: z.array(deliverySchema).readonly(),
      nextCursor: webhookDeliveryIdSchema.nullable(),
    }),
  )
  .query(({ ctx, input }) => listDeliveries(ctx.service, input));
