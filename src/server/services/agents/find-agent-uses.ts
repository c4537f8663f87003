import type { AgentId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type AgentUse, listAgentUses } from "#server/db/pipeline/agent-usage.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireAgent } from "./require-agent.ts";

/**
 * Where the workspace's agents, or one of them, are used: in drafts, and in every published version.
 * @throws AppError FORBIDDEN, NOT_FOUND for an unknown agent.
 */
export async function findAgentUses(
  context: ServiceContext,
  input: { readonly agentId: AgentId | null },
): Promise<readonly AgentUse[]> {
  authorize(context, "agents.read");
  authorize(context, "pipelines.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => {
    const key = input.agentId === null ? null : (await requireAgent(tx, workspaceId, input.agentId)).key;
    return listAgentUses(tx, workspaceId, key);
  });
}
