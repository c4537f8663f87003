import { AppError } from "#core/errors.ts";
import type { RunId, TestCaseId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { updateTestCase } from "#server/db/test-sets/test-case-store.ts";
import { findSetOfCase } from "#server/db/test-sets/test-set-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { caseOfRun } from "./case-of-run.ts";
import { checkTestCase } from "./check-test-case.ts";
import { requireTestCase } from "./require-test-set.ts";

/**
 * Replaces a case's input and answers with those of another run of its pipeline, for example after its prompt was
 * changed. Its name and assertions stay.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT for a run of another pipeline, or one that is in progress, was
 * stopped or cannot be played, BODY_DELETED, PAYLOAD_TOO_LARGE.
 */
export async function recordCaseAgain(
  context: ServiceContext,
  { caseId, runId }: { readonly caseId: TestCaseId; readonly runId: RunId },
): Promise<void> {
  authorize(context, "pipelines.write");
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  await withTenant(context.db, workspaceId, async (tx) => {
    const before = await requireTestCase(tx, workspaceId, caseId);
    const set = await findSetOfCase(tx, workspaceId, caseId);
    const { pipelineId, pipelineName, fields } = await caseOfRun(tx, context, runId);
    if (set?.pipelineId !== pipelineId) {
      throw new AppError(
        "CONFLICT",
        `The run is one of ${pipelineName}, and the case "${before.name}" tests another pipeline.`,
      );
    }
    const next = { ...before, ...fields };
    checkTestCase(next);
    await updateTestCase(tx, workspaceId, next);
    await recordAudit(tx, context.actor, "test-case.record", caseId, { name: before.name, fromRunId: runId });
  });
}
