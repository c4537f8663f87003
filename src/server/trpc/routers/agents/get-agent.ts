import { z } from "zod";
import { agentIdSchema } from "#core/ids.ts";
import { getAgent } from "#server/services/agents/get-agent.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { agentSchema } from "./agent-schema.ts";

export const getAgentProcedure = workspaceProcedure("agents.read")
  .input(z.strictObject({ agentId: agentIdSchema }))
  .output(agentSchema)
  .query(({ ctx, input }) => getAgent(ctx.service, input));
