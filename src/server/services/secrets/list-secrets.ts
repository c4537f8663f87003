import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listSecrets as readSecrets, type SecretSummary } from "#server/db/keys/secret-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * The workspace's secrets, ordered by name. Nobody can read a value, whatever their role.
 * @throws AppError FORBIDDEN.
 */
export async function listSecrets(context: ServiceContext): Promise<readonly SecretSummary[]> {
  authorize(context, "secrets.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, (tx) => readSecrets(tx, workspaceId));
}
