import type { TestCaseId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { deleteTestCase } from "#server/db/test-sets/test-case-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireTestCase } from "./require-test-set.ts";

/**
 * Removes a case, with its stored answers.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function removeTestCase(
  context: ServiceContext,
  { caseId }: { readonly caseId: TestCaseId },
): Promise<void> {
  authorize(context, "pipelines.write");
  const { workspaceId } = context.actor;
  await withTenant(context.db, workspaceId, async (tx) => {
    const { name, setId } = await requireTestCase(tx, workspaceId, caseId);
    await deleteTestCase(tx, workspaceId, caseId);
    await recordAudit(tx, context.actor, "test-case.remove", caseId, { name, setId });
  });
}
