import { AppError, type Problem } from "#core/errors.ts";
import type { UserId, WorkspaceId } from "#core/ids.ts";
import { type ProviderName, parseModelRef } from "#core/model/model-ref.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { modelsOf } from "#core/run/chosen-model.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { findUsableProviderKeyId } from "#server/db/keys/provider-key-store.ts";

/**
 * Refuses a run whose agents need a key that nobody has given, before anything is begun or paid.
 * @throws AppError KEY_MISSING naming the provider and every node that needs it.
 */
export async function checkKeys(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  userId: UserId,
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
  const problems: Problem[] = [];
  for (const [provider, uses] of nodesByProvider) {
    if (provider === "sandbox") continue;
    const key = await findUsableProviderKeyId(tx, workspaceId, provider, userId);
    if (key === null) problems.push(...uses.map(({ nodeId }) => missing(provider, nodeId)));
  }
  if (problems.length === 0) return;
  const nodes = problems.map((problem) => problem.nodeId).join(", ");
  throw new AppError(
    "KEY_MISSING",
    `No key for the models of ${nodes}. Add one under Provider keys, or choose a sandbox model.`,
    { problems },
  );
}

function missing(provider: ProviderName, nodeId: string): Problem {
  return {
    code: "KEY_MISSING",
    severity: "error",
    message: `Node ${nodeId} needs a key for ${provider}.`,
    nodeId,
  };
}
