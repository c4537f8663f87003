import { AppError, type Problem } from "#core/errors.ts";
import type { WorkspaceId } from "#core/ids.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { listSecretNames } from "#server/db/keys/secret-store.ts";

/**
 * Refuses a run whose requests need a secret that the workspace does not have, before anything starts or costs money.
 * @throws AppError SECRET_MISSING naming the secrets and every node that needs one.
 */
export async function requireSecrets(tx: TenantSql, workspaceId: WorkspaceId, plan: Plan): Promise<void> {
  const uses = [...plan.nodes, ...plan.undos].flatMap(({ id, undoes, secrets }) =>
    secrets.map((name) => ({ nodeId: undoes ?? id, name })),
  );
  if (uses.length === 0) return;
  const known = await listSecretNames(tx, workspaceId);
  const missing = uses.filter(({ name }) => !known.has(name));
  if (missing.length === 0) return;
  const names = [...new Set(missing.map(({ name }) => name))].join(", ");
  throw new AppError(
    "SECRET_MISSING",
    `The workspace does not have what this pipeline's requests need: ${names}. Add it under Provider keys, in the section Secrets.`,
    { problems: missing.map(toProblem) },
  );
}

function toProblem({ nodeId, name }: { readonly nodeId: string; readonly name: string }): Problem {
  return {
    code: "SECRET_MISSING",
    severity: "error",
    message: `Node ${nodeId} needs the secret ${name}.`,
    nodeId,
  };
}
