import { listSecrets as readSecrets, type SecretSummary } from "#server/db/secret-store.ts";
import { withTenant } from "#server/db/with-tenant.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * The workspace's secrets by name. Nobody can read a value, whatever their role.
 * @throws AppError FORBIDDEN.
 */
export async function listSecrets(context: ServiceContext): Promise<readonly SecretSummary[]> {
  authorize(context, "secrets.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, (tx) => readSecrets(tx, workspaceId));
}
