import { trpc } from "#server/trpc/init.ts";
import { archiveAgentProcedure } from "./archive-agent.ts";
import { connectMcpProcedure } from "./connect-mcp.ts";
import { createAgentProcedure } from "./create-agent.ts";
import { findAgentUsesProcedure } from "./find-agent-uses.ts";
import { getAgentProcedure } from "./get-agent.ts";
import { listAgentsProcedure } from "./list-agents.ts";
import { updateAgentProcedure } from "./update-agent.ts";

export const agentsRouter = trpc.router({
  list: listAgentsProcedure,
  get: getAgentProcedure,
  usage: findAgentUsesProcedure,
  create: createAgentProcedure,
  update: updateAgentProcedure,
  archive: archiveAgentProcedure,
  connectMcp: connectMcpProcedure,
});
