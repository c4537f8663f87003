import { setImmediate } from "node:timers/promises";
import { AppError } from "#core/errors.ts";
import type { PipelineId, TestCaseId, TestSetId, WorkspaceId } from "#core/ids.ts";
import { compilePlan, type Plan } from "#core/pipeline/plan/plan.ts";
import { type CaseResult, playCase } from "#core/run/test-set/play-case.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { findPublishedVersion } from "#server/db/pipeline/pipeline-version-store.ts";
import { readTestCases } from "#server/db/test-sets/test-case-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { readPublishable } from "#server/services/pipelines/read-publishable.ts";
import { requirePipeline } from "#server/services/pipelines/require-pipeline.ts";
import { agentsUsed } from "#server/services/runs/freeze-version.ts";
import { fingerprint } from "#server/services/runs/recordings/fingerprint.ts";
import { requireTestSet } from "./require-test-set.ts";

/** The draft as it is, or a published version. */
export type TestedVersion = number | "draft";

export interface PlayInput {
  readonly setId: TestSetId;
  readonly version: TestedVersion;
  /** A published version to compare with; null: none. */
  readonly baseline: number | null;
}

export interface PlayedCase extends CaseResult {
  readonly caseId: TestCaseId;
  readonly name: string;
  /** What comes of the case in the version that is compared with; null where there is none. */
  readonly baseline: Pick<CaseResult, "outcome" | "reasons"> | null;
}

/**
 * Plays all cases of a set in memory, through the draft or a version: free, and without any request.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_DEFINITION for a draft with errors.
 */
export async function playTestSet(
  context: ServiceContext,
  { setId, version, baseline }: PlayInput,
): Promise<readonly PlayedCase[]> {
  authorize(context, "pipelines.read");
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const { plan, other, cases } = await withTenant(context.db, workspaceId, async (tx) => {
    const { pipelineId } = await requireTestSet(tx, workspaceId, setId);
    return {
      plan: await planOf(tx, workspaceId, pipelineId, version),
      other: baseline === null ? null : await planOf(tx, workspaceId, pipelineId, baseline),
      cases: await readTestCases(tx, workspaceId, [setId]),
    };
  });
  const played: PlayedCase[] = [];
  for (const testCase of cases) {
    const { id: caseId, name } = testCase;
    const compared = other === null ? null : playCase(other, testCase, fingerprint);
    const against = compared === null ? null : { outcome: compared.outcome, reasons: compared.reasons };
    played.push({ caseId, name, ...playCase(plan, testCase, fingerprint), baseline: against });
    // Other requests have their turn between two cases.
    await setImmediate();
  }
  return played;
}

async function planOf(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  version: TestedVersion,
): Promise<Plan> {
  const pipeline = await requirePipeline(tx, workspaceId, pipelineId);
  if (version === "draft") {
    const { definition, agents } = await readPublishable(tx, workspaceId, pipelineId, pipeline.draftText);
    return compilePlan(definition, agentsUsed(definition, agents));
  }
  const found = await findPublishedVersion(tx, workspaceId, pipelineId, version);
  if (found === null)
    throw new AppError("NOT_FOUND", `The pipeline ${pipeline.name} has no version ${version}.`);
  return compilePlan(found.definition, found.agents);
}
