import { z } from "zod";
import { rotateWebhookSecret } from "#server/services/webhooks/rotate-webhook-secret.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { endpointNameSchema } from "./webhook-schema.ts";

/** `secret` is shown here and never again; the one before signs as well for a day. */
export const rotateWebhookSecretProcedure = workspaceProcedure("webhooks.manage")
  .input(endpointNameSchema)
  .output(z.object({ secret: z.string() }))
  .mutation(({ ctx, input }) => rotateWebhookSecret(ctx.service, input));
