import type { TestCaseId } from "#core/ids.ts";
import { sameJson } from "#core/json/same-json.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type TestCaseFields, updateTestCase } from "#server/db/test-sets/test-case-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { checkTestCase } from "./check-test-case.ts";
import type { NewTestCase } from "./create-test-case.ts";
import { nameTaken, requireTestCase } from "./require-test-set.ts";

export interface TestCaseChange {
  readonly caseId: TestCaseId;
  /** Absent fields stay as they are. */
  readonly fields: { readonly [Field in keyof Omit<NewTestCase, "setId">]?: NewTestCase[Field] | undefined };
}

/**
 * Changes a case. If its input, variables or answers change, it no longer matches a run: that run's cost and duration
 * are deleted.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_INPUT, PAYLOAD_TOO_LARGE, CONFLICT for a name that is taken.
 */
export async function changeTestCase(
  context: ServiceContext,
  { caseId, fields }: TestCaseChange,
): Promise<void> {
  authorize(context, "pipelines.write");
  const { workspaceId } = context.actor;
  await withTenant(context.db, workspaceId, async (tx) => {
    const before = await requireTestCase(tx, workspaceId, caseId);
    const given: Partial<TestCaseFields> = Object.fromEntries(
      Object.entries(fields).filter(([, value]) => value !== undefined),
    );
    const after = { ...before, ...given };
    const isAsRecorded = (["input", "variables", "answers"] as const).every((field) =>
      sameJson(before[field], after[field]),
    );
    const written = isAsRecorded ? {} : { sourceRunId: null, costMicros: null, tookMs: null };
    const next = { ...after, ...written };
    checkTestCase(next);
    if (!(await updateTestCase(tx, workspaceId, next))) throw nameTaken("case", next.name);
    await recordAudit(tx, context.actor, "test-case.update", caseId, { name: next.name });
  });
}
