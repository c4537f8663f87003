import { z } from "zod";
import { webhookDeliveryIdSchema } from "#core/ids.ts";
import { resendDelivery } from "#server/services/webhooks/resend-delivery.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

export const resendDeliveryProcedure = workspaceProcedure("webhooks.manage")
  .input(z.strictObject({ deliveryId: webhookDeliveryIdSchema }))
  .output(z.void())
  .mutation(({ ctx, input }) => resendDelivery(ctx.service, input));
