import { z } from "zod";
import { webhookDeliveryIdSchema } from "#core/ids.ts";
import { testEndpoint } from "#server/services/webhooks/test-endpoint.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { endpointNameSchema } from "./webhook-schema.ts";

export const testWebhookProcedure = workspaceProcedure("webhooks.manage")
  .input(endpointNameSchema)
  .output(z.object({ deliveryId: webhookDeliveryIdSchema }))
  .mutation(({ ctx, input }) => testEndpoint(ctx.service, input));
