import { AppError } from "#core/errors.ts";
import { type PipelineId, type TestSetId, testSetIdSchema } from "#core/ids.ts";
import type { TestGate } from "#core/run/test-set/test-case.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { lockPipeline } from "#server/db/pipeline/pipeline-store.ts";
import { countTestSets, insertTestSet } from "#server/db/test-sets/test-set-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { type IdempotencyKey, once } from "#server/services/idempotency.ts";
import { requirePipeline } from "#server/services/pipelines/require-pipeline.ts";
import { maxTestSets } from "./check-test-case.ts";
import { nameTaken } from "./require-test-set.ts";

export interface NewTestSet {
  readonly pipelineId: PipelineId;
  readonly name: string;
  readonly gate: TestGate;
}

/**
 * Creates a test set without cases.
 * @throws AppError FORBIDDEN, NOT_FOUND, CONFLICT for a name that is taken or too many sets, IDEMPOTENCY_MISMATCH.
 */
export async function createTestSet(
  context: ServiceContext,
  { idempotencyKey, ...input }: NewTestSet & { readonly idempotencyKey: IdempotencyKey },
): Promise<{ readonly setId: TestSetId }> {
  authorize(context, "pipelines.write");
  const { workspaceId } = context.actor;
  return withTenant(context.db, workspaceId, (tx) =>
    once(tx, context.actor, "tests.createSet", idempotencyKey, { ...input }, async () => {
      await requirePipeline(tx, workspaceId, input.pipelineId);
      return { setId: await addTestSet(tx, context, input) };
    }),
  );
}

/** Adds a set to an existing pipeline. */
export async function addTestSet(
  tx: TenantTransaction,
  { actor, newId }: Pick<ServiceContext, "actor" | "newId">,
  input: NewTestSet,
): Promise<TestSetId> {
  const { workspaceId } = actor;
  await lockPipeline(tx, workspaceId, input.pipelineId);
  if ((await countTestSets(tx, workspaceId, input.pipelineId)) >= maxTestSets) {
    throw new AppError("CONFLICT", `A pipeline may have at most ${maxTestSets} test sets. Remove one first.`);
  }
  const id = testSetIdSchema.parse(newId());
  if (!(await insertTestSet(tx, workspaceId, { id, ...input }))) throw nameTaken("set", input.name);
  await recordAudit(tx, actor, "test-set.create", id, { ...input });
  return id;
}
