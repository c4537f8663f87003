import type { TestSetId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { deleteTestSet } from "#server/db/test-sets/test-set-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireTestSet } from "./require-test-set.ts";

/**
 * Removes a test set with all its cases.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function removeTestSet(
  context: ServiceContext,
  { setId }: { readonly setId: TestSetId },
): Promise<void> {
  authorize(context, "pipelines.write");
  const { workspaceId } = context.actor;
  await withTenant(context.db, workspaceId, async (tx) => {
    const { name, pipelineId } = await requireTestSet(tx, workspaceId, setId);
    await deleteTestSet(tx, workspaceId, setId);
    await recordAudit(tx, context.actor, "test-set.remove", setId, { name, pipelineId });
  });
}
