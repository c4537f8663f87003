import type { TestCaseId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import type { StoredTestCase } from "#server/db/test-sets/test-case-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { requireTestCase } from "./require-test-set.ts";

/**
 * A test case with all its content.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function getTestCase(
  context: ServiceContext,
  { caseId }: { readonly caseId: TestCaseId },
): Promise<StoredTestCase> {
  authorize(context, "pipelines.read");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, (tx) => requireTestCase(tx, workspaceId, caseId));
}
