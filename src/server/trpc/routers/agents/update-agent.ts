import { z } from "zod";
import { agentIdSchema } from "#core/ids.ts";
import { updateAgent } from "#server/services/agents/update-agent.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { agentFieldsSchema } from "./agent-schema.ts";

export const updateAgentProcedure = workspaceProcedure("agents.write")
  .input(agentFieldsSchema.extend({ agentId: agentIdSchema }))
  .output(z.void())
  .mutation(({ ctx, input: { agentId, ...fields } }) => updateAgent(ctx.service, { agentId, fields }));
