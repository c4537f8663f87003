import { AppError } from "#core/errors.ts";
import type { TestCaseId, TestSetId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { findTestCase, type StoredTestCase } from "#server/db/test-sets/test-case-store.ts";
import { findTestSet, type TestSet } from "#server/db/test-sets/test-set-store.ts";

/** @throws AppError NOT_FOUND when the workspace has no such set. */
export async function requireTestSet(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  setId: TestSetId,
): Promise<TestSet> {
  const found = await findTestSet(tx, workspaceId, setId);
  if (found === null) throw new AppError("NOT_FOUND", `There is no test set ${setId} in this workspace.`);
  return found;
}

/** @throws AppError NOT_FOUND when the workspace has no such case. */
export async function requireTestCase(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  caseId: TestCaseId,
): Promise<StoredTestCase> {
  const found = await findTestCase(tx, workspaceId, caseId);
  if (found === null) throw new AppError("NOT_FOUND", `There is no test case ${caseId} in this workspace.`);
  return found;
}

/** The error for a name that another set of the pipeline, or another case of the set, already has. */
export function nameTaken(what: "set" | "case", name: string): AppError {
  return new AppError(
    "CONFLICT",
    `There is already a test ${what} named "${name}" here. Choose another name.`,
  );
}
