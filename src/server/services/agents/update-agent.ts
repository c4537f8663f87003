import type { AgentId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type AgentFields, updateAgent as writeAgent } from "#server/db/pipeline/agent-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireAgent } from "./require-agent.ts";

/**
 * Replaces everything about an agent except its key, which definitions refer to. Published versions keep the agent they
 * were frozen with.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function updateAgent(
  context: ServiceContext,
  input: { readonly agentId: AgentId; readonly fields: Omit<AgentFields, "key"> },
): Promise<void> {
  authorize(context, "agents.write");
  const { actor, db } = context;
  const { agentId, fields } = input;
  await withTenant(db, actor.workspaceId, async (tx) => {
    const { key } = await requireAgent(tx, actor.workspaceId, agentId);
    await writeAgent(tx, actor.workspaceId, agentId, fields);
    await recordAudit(tx, actor, "agent.update", agentId, { key, model: fields.model });
  });
}
