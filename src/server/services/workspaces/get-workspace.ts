import { AppError } from "#core/errors.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { findWorkspace, type Membership } from "#server/db/identity/workspace-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * The workspace of this request, with the caller's role.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function getWorkspace(context: ServiceContext): Promise<Membership> {
  authorize(context, "workspace.read");
  const { workspaceId, role } = context.actor;
  const workspace = await withTenant(context.db, workspaceId, (tx) => findWorkspace(tx, workspaceId));
  if (workspace === null) throw new AppError("NOT_FOUND", "This workspace no longer exists.");
  return { ...workspace, role };
}
