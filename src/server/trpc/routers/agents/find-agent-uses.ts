import { z } from "zod";
import { agentIdSchema, pipelineIdSchema } from "#core/ids.ts";
import { findAgentUses } from "#server/services/agents/find-agent-uses.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

/** Of one agent, or of all. */
const inputSchema = z.strictObject({ agentId: agentIdSchema.nullable().default(null) }).prefault({});

const useSchema = z.object({
  agentKey: z.string(),
  pipelineId: pipelineIdSchema,
  pipelineName: z.string(),
  isArchived: z.boolean(),
  publishedVersion: z.number().nullable(),
  draftNodes: z.array(z.string()).readonly(),
  versions: z.array(z.number()).readonly(),
});

export const findAgentUsesProcedure = workspaceProcedure("agents.read")
  .input(inputSchema)
  .output(z.object({ uses: z.array(useSchema).readonly() }))
  .query(async ({ ctx, input }) => ({ uses: await findAgentUses(ctx.service, input) }));
