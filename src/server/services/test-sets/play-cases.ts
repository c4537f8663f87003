import { setImmediate } from "node:timers/promises";
import { AppError } from "#core/errors.ts";
import type { PipelineId, TestCaseId, TestSetId, WorkspaceId } from "#core/ids.ts";
import { compilePlan, type Plan } from "#core/pipeline/plan/plan.ts";
import { type CaseResult, playCase } from "#core/run/test-set/play-case.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { findPublishedVersion } from "#server/db/pipeline/pipeline-version-store.ts";
import { readTestCases, type StoredTestCase } from "#server/db/test-sets/test-case-store.ts";
import { readPublishable } from "#server/services/pipelines/read-publishable.ts";
import { requirePipeline } from "#server/services/pipelines/require-pipeline.ts";
import { fingerprint } from "#server/services/runs/recordings/fingerprint.ts";
import { agentsUsed } from "#server/services/runs/start/freeze-version.ts";
import { readVerdicts, type VerdictsOfCase } from "./judge/read-verdicts.ts";
import { requireTestSet } from "./require-test-set.ts";

/** The draft as it is, or a published version. */
export type TestedVersion = number | "draft";

/** Which set is played, and with which version. */
export interface PlayInput {
  readonly setId: TestSetId;
  readonly version: TestedVersion;
  /** A published version to compare with. Null: none. */
  readonly baseline: number | null;
}

/** Everything that playing a set needs, read in one transaction. */
export interface SetToPlay {
  readonly name: string;
  readonly pipelineId: PipelineId;
  readonly plan: Plan;
  readonly baseline: Plan | null;
  readonly cases: readonly StoredTestCase[];
  readonly verdictsOf: (caseId: TestCaseId) => VerdictsOfCase;
}

/** A played case, with the questions for its judges. */
export interface CaseThatWasPlayed {
  readonly testCase: StoredTestCase;
  readonly result: CaseResult;
  /** Its result in the baseline version. Null without one. */
  readonly baseline: CaseResult | null;
}

/**
 * Reads a set with the version under test, and the verdicts on its cases so far.
 * @throws AppError NOT_FOUND, INVALID_DEFINITION for a draft with errors.
 */
export async function readSetToPlay(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  { setId, version, baseline }: PlayInput,
): Promise<SetToPlay> {
  const { pipelineId, name } = await requireTestSet(tx, workspaceId, setId);
  const cases = await readTestCases(tx, workspaceId, [setId]);
  const judged = cases.filter(({ assertions }) => assertions.some(({ kind }) => kind === "judge"));
  return {
    ...{ name, pipelineId },
    plan: await planOf(tx, workspaceId, pipelineId, version),
    baseline: baseline === null ? null : await planOf(tx, workspaceId, pipelineId, baseline),
    cases,
    verdictsOf: await readVerdicts(
      tx,
      workspaceId,
      judged.map(({ id }) => id),
    ),
  };
}

/** Plays a set in memory, case by case. */
export async function playCases(set: SetToPlay): Promise<readonly CaseThatWasPlayed[]> {
  const played: CaseThatWasPlayed[] = [];
  for (const testCase of set.cases) {
    const { kept } = set.verdictsOf(testCase.id);
    const play = (plan: Plan) => playCase(plan, testCase, fingerprint, kept);
    played.push({
      testCase,
      result: play(set.plan),
      baseline: set.baseline === null ? null : play(set.baseline),
    });
    // Lets other requests run between two cases.
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
