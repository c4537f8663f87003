import { z } from "zod";
import { agentIdSchema } from "#core/ids.ts";
import { archiveAgent } from "#server/services/agents/archive-agent.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

/** `isArchived: false` restores it. */
const inputSchema = z.strictObject({ agentId: agentIdSchema, isArchived: z.boolean().default(true) });

export const archiveAgentProcedure = workspaceProcedure("agents.write")
  .input(inputSchema)
  .output(z.void())
  .mutation(({ ctx, input }) => archiveAgent(ctx.service, input));
