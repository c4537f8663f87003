import { z } from "zod";
import { removeEndpoint } from "#server/services/webhooks/remove-endpoint.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { endpointNameSchema } from "./webhook-schema.ts";

export const removeWebhookProcedure = workspaceProcedure("webhooks.manage")
  .input(endpointNameSchema)
  .output(z.void())
  .mutation(({ ctx, input }) => removeEndpoint(ctx.service, input));
