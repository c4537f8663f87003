import { withUser } from "#server/db/driver/with-tenant.ts";
import { listMemberships, type Membership } from "#server/db/identity/workspace-store.ts";
import type { UserContext } from "#server/services/context.ts";

/** The workspaces that the person is a member of, with their role, oldest first. */
export async function listWorkspaces(context: UserContext): Promise<readonly Membership[]> {
  return withUser(context.db, context.userId, (tx) => listMemberships(tx, context.userId));
}
