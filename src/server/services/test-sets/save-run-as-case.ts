import { AppError } from "#core/errors.ts";
import type { PipelineId, RunId, TestCaseId, TestSetId } from "#core/ids.ts";
import { shortId } from "#core/short-id.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { listCaseNames } from "#server/db/test-sets/test-case-store.ts";
import { listTestSets } from "#server/db/test-sets/test-set-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { type IdempotencyKey, once } from "#server/services/idempotency.ts";
import { caseOfRun } from "./case-of-run.ts";
import { addTestCase } from "./create-test-case.ts";
import { addTestSet } from "./create-test-set.ts";
import { requireTestSet } from "./require-test-set.ts";

export interface SaveRunInput {
  readonly runId: RunId;
  /** Null: the pipeline's first set, which is created if there is none. */
  readonly setId: TestSetId | null;
  /** Null: a name derived from the run's id. */
  readonly name: string | null;
  readonly idempotencyKey: IdempotencyKey;
}

export interface SavedCase {
  readonly caseId: TestCaseId;
  readonly setId: TestSetId;
  readonly pipelineId: PipelineId;
}

const nameOfFirstSet = "Cases";

/**
 * Saves a completed or failed run as a case of its pipeline, which asserts that it ends as it did.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT for a run that is in progress, was stopped or cannot be played, for a
 * name that is taken and a set that is full or of another pipeline, BODY_DELETED, PAYLOAD_TOO_LARGE,
 * IDEMPOTENCY_MISMATCH.
 */
export async function saveRunAsCase(
  context: ServiceContext,
  { idempotencyKey, ...input }: SaveRunInput,
): Promise<SavedCase> {
  authorize(context, "pipelines.write");
  authorize(context, "runs.read");
  const { actor } = context;
  return withTenant(context.db, actor.workspaceId, (tx) =>
    once(tx, actor, "tests.saveRun", idempotencyKey, { ...input }, async () => {
      const { pipelineId, pipelineName, fields, assertions } = await caseOfRun(tx, context, input.runId);
      const setId = await chooseSet(tx, context, { ...input, pipelineId, pipelineName });
      const taken = await listCaseNames(tx, actor.workspaceId, setId);
      const name = input.name ?? freeName(`Run ${shortId(input.runId)}`, taken);
      const caseId = await addTestCase(tx, context, setId, { ...fields, name, assertions });
      return { caseId, setId, pipelineId };
    }),
  );
}

interface SetChoice {
  readonly setId: TestSetId | null;
  readonly pipelineId: PipelineId;
  readonly pipelineName: string;
}

async function chooseSet(
  tx: TenantTransaction,
  context: ServiceContext,
  { setId, pipelineId, pipelineName }: SetChoice,
): Promise<TestSetId> {
  const { workspaceId } = context.actor;
  if (setId === null) {
    const [first] = await listTestSets(tx, workspaceId, pipelineId);
    return first?.id ?? addTestSet(tx, context, { pipelineId, name: nameOfFirstSet, gate: "off" });
  }
  const chosen = await requireTestSet(tx, workspaceId, setId);
  if (chosen.pipelineId === pipelineId) return setId;
  throw new AppError(
    "CONFLICT",
    `The run is one of ${pipelineName}, and the set "${chosen.name}" tests another pipeline.`,
  );
}

/** The name, with a number added where it is taken. */
function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  const number = Array.from({ length: taken.length + 1 }, (_, index) => index + 2).find(
    (candidate) => !taken.includes(`${wanted} (${candidate})`),
  );
  return `${wanted} (${number ?? taken.length + 2})`;
}
