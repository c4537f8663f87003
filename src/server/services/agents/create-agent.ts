import { AppError } from "#core/errors.ts";
import { type AgentId, agentIdSchema } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type AgentFields, insertAgent } from "#server/db/pipeline/agent-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * Adds an agent; definitions refer to it by its key.
 * @throws AppError FORBIDDEN, CONFLICT when the key is taken, also by an archived agent.
 */
export async function createAgent(
  context: ServiceContext,
  fields: AgentFields,
): Promise<{ readonly agentId: AgentId }> {
  authorize(context, "agents.write");
  const { actor, db, newId } = context;
  const agentId = agentIdSchema.parse(newId());
  await withTenant(db, actor.workspaceId, async (tx) => {
    if (!(await insertAgent(tx, actor.workspaceId, agentId, fields))) {
      throw new AppError(
        "CONFLICT",
        `The workspace already has an agent with the key ${fields.key}. Choose another key.`,
      );
    }
    await recordAudit(tx, actor, "agent.create", agentId, { key: fields.key, model: fields.model });
  });
  return { agentId };
}
