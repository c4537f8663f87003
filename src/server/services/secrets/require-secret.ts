import { AppError } from "#core/errors.ts";
import type { SecretId, WorkspaceId } from "#core/ids.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { findSecretName, lockSecret } from "#server/db/keys/secret-store.ts";

/**
 * The name of a secret of this workspace.
 * @throws AppError NOT_FOUND.
 */
export async function requireSecret(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  secretId: SecretId,
): Promise<string> {
  const name = await findSecretName(tx, workspaceId, secretId);
  if (name === null) throw new AppError("NOT_FOUND", `There is no secret ${secretId} in this workspace.`);
  return name;
}

/**
 * The same for a secret that is about to be changed: it is locked until the transaction ends.
 * @throws AppError NOT_FOUND.
 */
export async function requireChangeableSecret(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  secretId: SecretId,
): Promise<string> {
  await lockSecret(tx, workspaceId, secretId);
  return requireSecret(tx, workspaceId, secretId);
}
