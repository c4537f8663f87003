import { AppError, type Problem } from "#core/errors.ts";
import type { UserId, WorkspaceId } from "#core/ids.ts";
import { parseModelRef } from "#core/model/model-ref.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { describeLifecycle, findLifecycle, isRetired } from "#core/pricing/find-lifecycle.ts";
import { modelsOf } from "#core/run/agent/chosen-model.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { findUsableProviderKeyId, hasOwnAddress } from "#server/db/keys/provider-key-store.ts";

/**
 * Refuses a run with an agent whose models are all retired: it would fail at that agent's first call, after others have
 * cost money. A key with its own address may reach a server that still has them.
 * @throws AppError MODEL_NOT_FOUND naming every such node.
 */
export async function checkModels(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  userId: UserId | null,
  plan: Plan,
): Promise<void> {
  const problems: Problem[] = [];
  for (const { id, agent } of plan.nodes) {
    const models = agent === null ? [] : modelsOf(agent);
    const message = sayIfAllAreGone(models);
    if (message === null || (await isAskedElsewhere(tx, workspaceId, userId, models))) continue;
    const advice = "Choose another model, or name one as fallbackModel.";
    problems.push({
      code: "MODEL_NOT_FOUND",
      severity: "error",
      message: `Node "${id}" cannot run: ${message}. ${advice}`,
      nodeId: id,
    });
  }
  const [first] = problems;
  if (first !== undefined) throw new AppError("MODEL_NOT_FOUND", first.message, { problems });
}

function sayIfAllAreGone(models: readonly string[]): string | null {
  const gone = models.flatMap((model) => {
    const lifecycle = findLifecycle(model);
    return lifecycle !== null && isRetired(lifecycle) ? [describeLifecycle(model, lifecycle)] : [];
  });
  return gone.length === models.length ? (gone[0] ?? null) : null;
}

async function isAskedElsewhere(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  userId: UserId | null,
  models: readonly string[],
): Promise<boolean> {
  for (const provider of new Set(models.map((model) => parseModelRef(model).provider))) {
    const keyId = await findUsableProviderKeyId(tx, workspaceId, provider, userId);
    if (keyId !== null && (await hasOwnAddress(tx, workspaceId, keyId))) return true;
  }
  return false;
}
