import { AppError } from "#core/errors.ts";
import type { AgentId, WorkspaceId } from "#core/ids.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { type Agent, findAgent } from "#server/db/pipeline/agent-store.ts";

/** @throws AppError NOT_FOUND when the workspace has no such agent. */
export async function requireAgent(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  agentId: AgentId,
): Promise<Agent> {
  const agent = await findAgent(tx, workspaceId, agentId);
  if (agent === null) throw new AppError("NOT_FOUND", `There is no agent ${agentId} in this workspace.`);
  return agent;
}
