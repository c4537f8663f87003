import { z } from "zod";
import { listEndpoints } from "#server/services/webhooks/list-endpoints.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { endpointSchema } from "./webhook-schema.ts";

export const listWebhooksProcedure = workspaceProcedure("webhooks.manage")
  .output(z.object({ webhooks: z.array(endpointSchema).readonly() }))
  .query(async ({ ctx }) => ({ webhooks: await listEndpoints(ctx.service) }));
