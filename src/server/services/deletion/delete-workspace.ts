import { AppError } from "#core/errors.ts";
import { emptyWorkspace } from "#server/db/deletion/delete-owners.ts";
import { enqueuePurge } from "#server/db/deletion/purge-queue.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { findWorkspace } from "#server/db/identity/workspace-store.ts";
import { fieldRefusal } from "#server/services/account/password-rules.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * Deletes a workspace with everything in it, including its ledger and its audit. It loses all members at once: sessions
 * and tokens no longer find it, and nothing in it starts by itself. Runs in progress are stopped, and the rest is
 * deleted in the background. The operator's log records it, and who did it.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_INPUT when the typed address does not match.
 */
export async function deleteWorkspace(
  context: ServiceContext,
  { confirm }: { readonly confirm: string },
): Promise<void> {
  authorize(context, "workspace.delete");
  const { actor, db, log } = context;
  const { workspaceId } = actor;
  await withTenant(db, workspaceId, async (tx) => {
    const workspace = await findWorkspace(tx, workspaceId);
    if (workspace === null) throw new AppError("NOT_FOUND", "This workspace no longer exists.");
    if (confirm !== workspace.slug) {
      throw fieldRefusal("confirm", `This is not its address. Type ${workspace.slug} to delete it.`);
    }
    await recordAudit(tx, actor, "workspace.delete", workspaceId, { name: workspace.name });
    await emptyWorkspace(tx, workspaceId);
    await enqueuePurge(tx, { kind: "workspace", workspaceId, subjectId: workspaceId });
  });
  log.warn({ workspaceId, userId: actor.userId }, "a workspace was deleted by its owner");
}
