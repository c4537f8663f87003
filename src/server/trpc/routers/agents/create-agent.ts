import { z } from "zod";
import { agentIdSchema } from "#core/ids.ts";
import { createAgent } from "#server/services/agents/create-agent.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { agentFieldsSchema, agentKeySchema } from "./agent-schema.ts";

export const createAgentProcedure = workspaceProcedure("agents.write")
  .input(agentFieldsSchema.extend({ key: agentKeySchema }))
  .output(z.object({ agentId: agentIdSchema }))
  .mutation(({ ctx, input }) => createAgent(ctx.service, input));
