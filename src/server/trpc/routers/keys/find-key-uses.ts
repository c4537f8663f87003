import { z } from "zod";
import { agentIdSchema, pipelineIdSchema, providerKeyIdSchema } from "#core/ids.ts";
import { findKeyUses } from "#server/services/keys/find-key-uses.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

const pipelineSchema = z.object({
  pipelineId: pipelineIdSchema,
  pipelineName: z.string().nullable(),
  calls: z.number(),
  unpricedCalls: z.number(),
  costMicros: z.number(),
});

const outputSchema = z.object({
  sinceDay: z.string(),
  pipelines: z.array(pipelineSchema).readonly(),
  agents: z.array(z.object({ id: agentIdSchema, name: z.string(), model: z.string() })).readonly(),
});

export const findKeyUsesProcedure = workspaceProcedure("keys.own")
  .input(z.strictObject({ keyId: providerKeyIdSchema }))
  .output(outputSchema)
  .query(({ ctx, input }) => findKeyUses(ctx.service, input));
