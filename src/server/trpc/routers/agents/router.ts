import { trpc } from "#server/trpc/init.ts";
import { archiveAgentProcedure } from "./archive-agent.ts";
import { createAgentProcedure } from "./create-agent.ts";
import { getAgentProcedure } from "./get-agent.ts";
import { listAgentsProcedure } from "./list-agents.ts";
import { updateAgentProcedure } from "./update-agent.ts";

export const agentsRouter = trpc.router({
  list: listAgentsProcedure,
  get: getAgentProcedure,
  create: createAgentProcedure,
  update: updateAgentProcedure,
  archive: archiveAgentProcedure,
});
