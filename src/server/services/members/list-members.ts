import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type Member, listMembers as readMembers } from "#server/db/identity/member-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * Everybody in the workspace, oldest first.
 * @throws AppError FORBIDDEN.
 */
export async function listMembers(context: ServiceContext): Promise<readonly Member[]> {
  authorize(context, "members.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, (tx) => readMembers(tx, workspaceId));
}
