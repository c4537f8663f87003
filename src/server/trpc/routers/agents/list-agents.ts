import { z } from "zod";
import { listAgents } from "#server/services/agents/list-agents.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { agentSchema } from "./agent-schema.ts";

const inputSchema = z.strictObject({ withArchived: z.boolean().default(false) }).prefault({});

export const listAgentsProcedure = workspaceProcedure("agents.read")
  .input(inputSchema)
  .output(z.object({ agents: z.array(agentSchema).readonly() }))
  .query(async ({ ctx, input }) => ({ agents: await listAgents(ctx.service, input) }));
