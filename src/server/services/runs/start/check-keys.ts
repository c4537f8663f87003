import type { UserId, WorkspaceId } from "#core/ids.ts";
import { type ProviderName, parseModelRef } from "#core/model/model-ref.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { runLacksKeys } from "#core/policy/key-faults.ts";
import { modelsOf } from "#core/run/agent/chosen-model.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { findUsableProviderKeyId } from "#server/db/keys/provider-key-store.ts";

/**
 * Refuses a run whose agents need a key that does not exist, before anything starts or costs money. A run that nobody
 * started has only the workspace's keys.
 * @throws AppError KEY_MISSING naming the provider and every node that needs it.
 */
export async function checkKeys(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  userId: UserId | null,
  plan: Plan,
): Promise<void> {
  const nodesByProvider = Map.groupBy(
    plan.nodes.flatMap((node) =>
      [
        ...new Set(
          node.agent === null ? [] : modelsOf(node.agent).map((model) => parseModelRef(model).provider),
        ),
      ].map((provider) => ({ nodeId: node.id, provider })),
    ),
    (use) => use.provider,
  );
  const lacking: { nodeId: string; provider: ProviderName }[] = [];
  for (const [provider, uses] of nodesByProvider) {
    if (provider === "sandbox") continue;
    const key = await findUsableProviderKeyId(tx, workspaceId, provider, userId);
    if (key === null) lacking.push(...uses);
  }
  if (lacking.length > 0) throw runLacksKeys(lacking);
}
