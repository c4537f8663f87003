import type { AgentId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import type { Agent } from "#server/db/pipeline/agent-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireAgent } from "./require-agent.ts";

/** @throws AppError FORBIDDEN, NOT_FOUND. */
export async function getAgent(
  context: ServiceContext,
  input: { readonly agentId: AgentId },
): Promise<Agent> {
  authorize(context, "agents.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, (tx) => requireAgent(tx, workspaceId, input.agentId));
}
