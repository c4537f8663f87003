import type { TestSetId } from "#core/ids.ts";
import type { TestGate } from "#core/run/test-set/test-case.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { updateTestSet } from "#server/db/test-sets/test-set-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { nameTaken, requireTestSet } from "./require-test-set.ts";

export interface TestSetChange {
  readonly setId: TestSetId;
  /** Absent: unchanged. */
  readonly name?: string | undefined;
  readonly gate?: TestGate | undefined;
}

/**
 * Renames a test set, or changes its gate.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT for a name that is taken.
 */
export async function changeTestSet(context: ServiceContext, input: TestSetChange): Promise<void> {
  authorize(context, "pipelines.write");
  const { workspaceId } = context.actor;
  await withTenant(context.db, workspaceId, async (tx) => {
    const before = await requireTestSet(tx, workspaceId, input.setId);
    const name = input.name ?? before.name;
    const gate = input.gate ?? before.gate;
    if (!(await updateTestSet(tx, workspaceId, { ...before, name, gate }))) throw nameTaken("set", name);
    await recordAudit(tx, context.actor, "test-set.update", input.setId, { name, gate });
  });
}
