import { z } from "zod";
import { webhookEndpointIdSchema } from "#core/ids.ts";
import { createEndpoint } from "#server/services/webhooks/create-endpoint.ts";
import { idempotencyKeySchema } from "#server/trpc/idempotency-key-schema.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { endpointWishSchema } from "./webhook-schema.ts";

const inputSchema = endpointWishSchema.extend({
  description: endpointWishSchema.shape.description.default(""),
  idempotencyKey: idempotencyKeySchema,
});

export const createWebhookProcedure = workspaceProcedure("webhooks.manage")
  .input(inputSchema)
  .output(z.object({ endpointId: webhookEndpointIdSchema, secret: z.string() }))
  .mutation(({ ctx, input }) => createEndpoint(ctx.service, input));
