import { z } from "zod";
import { nodeIdSchema, pipelineIdSchema } from "#core/ids.ts";
import { listTriggers } from "#server/services/triggers/list-triggers.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { triggerViewSchema } from "./trigger-schema.ts";

const inputSchema = z.strictObject({
  pipelineId: pipelineIdSchema,
  triggerId: nodeIdSchema.nullable().default(null),
});

export const listTriggersProcedure = workspaceProcedure("triggers.read")
  .input(inputSchema)
  .output(z.object({ triggers: z.array(triggerViewSchema).readonly() }))
  .query(({ ctx, input }) => listTriggers(ctx.service, input));
