import type { AgentId, ProviderKeyId } from "#core/ids.ts";
import { addDays, dayOf } from "#core/pricing/cost-groups.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type KeyCost, sumKeyCosts } from "#server/db/money/sum-key-costs.ts";
import { listAgents } from "#server/db/pipeline/agent-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireManageableKey } from "./require-manageable-key.ts";

export interface KeyUses {
  /** Calls are counted from the first of this month, a year ago. */
  readonly sinceDay: string;
  /** Pipelines whose runs called a model with it, and the costs; most expensive first. */
  readonly pipelines: readonly KeyCost[];
  /** The workspace's agents with a model of its provider: their runs use it where no other key has priority. */
  readonly agents: readonly { readonly id: AgentId; readonly name: string; readonly model: string }[];
}

/**
 * Where a key is used and what was spent with it within a year, from the ledger.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function findKeyUses(
  context: ServiceContext,
  { keyId }: { readonly keyId: ProviderKeyId },
): Promise<KeyUses> {
  authorize(context, "costs.read");
  const { actor, clock } = context;
  const { workspaceId } = actor;
  const sinceDay = `${addDays(dayOf(clock.nowMs()), -365).slice(0, 7)}-01`;
  return withTenant(context.db, workspaceId, async (tx) => {
    const { provider } = await requireManageableKey(tx, context, keyId);
    const agents = await listAgents(tx, workspaceId, false);
    return {
      sinceDay,
      pipelines: await sumKeyCosts(tx, workspaceId, keyId, sinceDay),
      agents: agents.filter(({ model }) => model.startsWith(`${provider}/`)),
    };
  });
}
