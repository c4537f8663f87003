import { z } from "zod";
import { updateEndpoint } from "#server/services/webhooks/update-endpoint.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { endpointNameSchema, endpointWishSchema } from "./webhook-schema.ts";

/** Absent fields stay as they are. */
const inputSchema = endpointNameSchema.extend({
  ...endpointWishSchema.partial().shape,
  isOn: z.boolean().optional(),
});

export const updateWebhookProcedure = workspaceProcedure("webhooks.manage")
  .input(inputSchema)
  .output(z.void())
  .mutation(({ ctx, input: { endpointId, ...wish } }) =>
    updateEndpoint(ctx.service, {
      endpointId,
      ...(wish.url === undefined ? {} : { url: wish.url }),
      ...(wish.description === undefined ? {} : { description: wish.description }),
      ...(wish.types === undefined ? {} : { types: wish.types }),
      ...(wish.isOn === undefined ? {} : { isOn: wish.isOn }),
    }),
  );
