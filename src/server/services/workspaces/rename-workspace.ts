import { withTenant } from "#server/db/driver/with-tenant.ts";
import { renameWorkspace as writeName } from "#server/db/identity/workspace-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * Renames the workspace. Its slug stays, so saved URLs keep working.
 * @throws AppError FORBIDDEN.
 */
export async function renameWorkspace(
  context: ServiceContext,
  input: { readonly name: string },
): Promise<void> {
  authorize(context, "workspace.write");
  const { actor, db } = context;
  await withTenant(db, actor.workspaceId, async (tx) => {
    await writeName(tx, actor.workspaceId, input.name);
    await recordAudit(tx, actor, "workspace.rename", actor.workspaceId, { name: input.name });
  });
}
