import { readRetention } from "#server/db/deletion/bodies.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * How many days the bodies of runs are kept after they ended. Null: forever.
 * @throws AppError FORBIDDEN.
 */
export async function getRetention(context: ServiceContext): Promise<{ readonly days: number | null }> {
  authorize(context, "workspace.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, async (tx) => ({ days: await readRetention(tx, workspaceId) }));
}
