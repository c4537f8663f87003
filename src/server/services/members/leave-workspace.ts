import { withTenant } from "#server/db/driver/with-tenant.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { takeOut } from "./take-out.ts";

/**
 * Removes the caller from the workspace, whatever their role, and destroys their own provider keys and tokens in it.
 * From their next request on, they no longer find it.
 * @throws AppError FORBIDDEN for an API token, CONFLICT when they are the last owner, or their role was just changed.
 */
export async function leaveWorkspace(context: ServiceContext): Promise<void> {
  authorize(context, "members.leave");
  const { actor, db } = context;
  await withTenant(db, actor.workspaceId, (tx) => takeOut(tx, actor, actor, "member.leave"));
}
