import { z } from "zod";
import { rotateWebhookSecret } from "#server/services/webhooks/rotate-webhook-secret.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { endpointNameSchema } from "./webhook-schema.ts";

export const rotateWebhookSecretProcedure = workspaceProcedure("webhooks.manage")
  .input(endpointNameSchema)
  .output(z.object({ secret: z.string() }))
  .mutation(({ ctx, input }) => rotateWebhookSecret(ctx.service, input));
