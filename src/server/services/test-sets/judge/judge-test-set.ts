import { AppError } from "#core/errors.ts";
import {
  type PipelineId,
  type PipelineVersionId,
  pipelineVersionIdSchema,
  type RunId,
  type WorkspaceId,
} from "#core/ids.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { initialRunState } from "#core/run/phase.ts";
import type { JudgeQuestion } from "#core/run/test-set/judge/question.ts";
import { type DirectTransaction, withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { insertFrozenVersion, readStartablePipeline } from "#server/db/run/read-pipeline.ts";
import { lockQuestion, writeQuestion } from "#server/db/test-sets/test-verdict-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noSuchPipeline } from "#server/services/no-such.ts";
import { beginRun } from "#server/services/runs/start/begin-run.ts";
import { checkKeys } from "#server/services/runs/start/check-keys.ts";
import { checkModels } from "#server/services/runs/start/check-models.ts";
import { hashContent } from "#server/services/runs/start/freeze-version.ts";
import { type PlayInput, playCases, readSetToPlay } from "../play-cases.ts";
import { judgePlan } from "./plan-judging.ts";
import { inputOf, type QuestionToAsk, questionsToAsk } from "./questions-to-ask.ts";
import { isTakenCareOf } from "./read-verdicts.ts";

/**
 * Asks the judges of a set for missing verdicts. Each question is a run in the pipeline of the set, so prices, budgets,
 * keys, retries and the log work as for every run. Returns once the runs have been started; `playTestSet` shows the
 * verdicts as they arrive. A question is asked once, however often and by whomever this is called: that it was asked is
 * recorded in the transaction that starts its run.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_DEFINITION for a draft with errors, PAYLOAD_TOO_LARGE, KEY_MISSING,
 * MODEL_NOT_FOUND, CONFLICT for an archived pipeline, RATE_LIMITED.
 */
export async function judgeTestSet(
  context: ServiceContext,
  input: PlayInput,
): Promise<{ readonly runIds: readonly RunId[] }> {
  authorize(context, "pipelines.read");
  authorize(context, "runs.read");
  authorize(context, "runs.start");
  const { workspaceId } = context.actor;
  const set = await withTenant(context.db, workspaceId, (tx) => readSetToPlay(tx, workspaceId, input));
  const questions = questionsToAsk(await playCases(set));
  const versions = await freezeJudges(context, set.pipelineId, questions);
  const runIds: RunId[] = [];
  for (const question of questions) {
    await context.ports.rateLimits.consume("run-start-by-workspace", workspaceId);
    const runId = await ask(context, set.pipelineId, versions, question);
    if (runId !== null) runIds.push(runId);
  }
  return { runIds };
}

interface FrozenJudge {
  readonly versionId: PipelineVersionId;
  readonly plan: Plan;
}

const nameOf = ({ model, asksFor }: Pick<JudgeQuestion, "model" | "asksFor">) => `${asksFor} ${model}`;

/** Every judge that is to be asked, frozen as a version, by name. All are checked before the first is asked. */
async function freezeJudges(
  context: ServiceContext,
  pipelineId: PipelineId,
  questions: readonly QuestionToAsk[],
): Promise<ReadonlyMap<string, FrozenJudge>> {
  const { workspaceId, userId } = context.actor;
  const judges = new Map(questions.map(({ question }) => [nameOf(question), question]));
  return withTenantDirect(context.db, workspaceId, async (tx) => {
    const frozen = new Map<string, FrozenJudge>();
    for (const [name, question] of judges) {
      const plan = { ...judgePlan(question), isJudge: true };
      await checkModels(tx, workspaceId, userId, plan);
      await checkKeys(tx, workspaceId, userId, plan);
      const { definition } = plan;
      const versionId = await insertFrozenVersion(tx, {
        kind: "judge",
        id: pipelineVersionIdSchema.parse(context.newId()),
        ...{ workspaceId, pipelineId, definition, agents: [] },
        contentHash: hashContent(definition, []),
      });
      frozen.set(name, { versionId, plan });
    }
    return frozen;
  });
}

/** Starts the run that asks. Null if it has been asked already, or the case was deleted. */
async function ask(
  context: ServiceContext,
  pipelineId: PipelineId,
  judges: ReadonlyMap<string, FrozenJudge>,
  { caseId, mark, question }: QuestionToAsk,
): Promise<RunId | null> {
  const { workspaceId } = context.actor;
  const judge = judges.get(nameOf(question));
  if (judge === undefined) throw new Error(`The judge ${nameOf(question)} was not frozen`);
  return withTenantDirect(context.db, workspaceId, async (tx) => {
    const locked = await lockQuestion(tx, workspaceId, { caseId, mark });
    if (locked === null || isTakenCareOf(locked.asked)) return null;
    const { versionId, plan } = judge;
    const { runId } = await beginRun(tx, context, "go-on", {
      action: "run.start",
      ...{ pipelineId, versionId, plan },
      nowMs: await startableAt(tx, workspaceId, pipelineId),
      state: initialRunState(plan),
      triggerKind: "judge",
      trigger: null,
      input: inputOf(question),
      variables: {},
      fork: null,
    });
    await writeQuestion(tx, workspaceId, { caseId, mark, runId });
    return runId;
  });
}

/** The database's time. */
async function startableAt(
  tx: DirectTransaction,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<number> {
  const pipeline = await readStartablePipeline(tx, workspaceId, pipelineId, null);
  if (pipeline === null) {
    throw noSuchPipeline(pipelineId);
  }
  if (!pipeline.isArchived) return pipeline.nowMs;
  throw new AppError(
    "CONFLICT",
    `The pipeline ${pipeline.name} is archived. Restore it before its judges are asked.`,
  );
}
