import type { AgentId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { setAgentArchived } from "#server/db/pipeline/agent-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireAgent } from "./require-agent.ts";

/**
 * Archives an agent, or restores it. Published versions that use it continue as before.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function archiveAgent(
  context: ServiceContext,
  input: { readonly agentId: AgentId; readonly isArchived: boolean },
): Promise<void> {
  authorize(context, "agents.write");
  const { actor, db, clock } = context;
  const { agentId, isArchived } = input;
  await withTenant(db, actor.workspaceId, async (tx) => {
    const agent = await requireAgent(tx, actor.workspaceId, agentId);
    if (agent.isArchived === isArchived) return;
    await setAgentArchived(tx, actor.workspaceId, agentId, isArchived ? clock.nowMs() : null);
    await recordAudit(tx, actor, isArchived ? "agent.archive" : "agent.restore", agentId, { key: agent.key });
  });
}
