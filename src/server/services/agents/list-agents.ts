import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type Agent, listAgents as readAgents } from "#server/db/pipeline/agent-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * The workspace's agents, ordered by key; archived ones only when asked for.
 * @throws AppError FORBIDDEN.
 */
export async function listAgents(
  context: ServiceContext,
  input: { readonly withArchived: boolean },
): Promise<readonly Agent[]> {
  authorize(context, "agents.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, (tx) => readAgents(tx, workspaceId, input.withArchived));
}
