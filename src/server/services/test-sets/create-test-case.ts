import { type TestCaseId, type TestSetId, testCaseIdSchema } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { Assertion } from "#core/run/test-set/assertion.ts";
import type { CaseAnswers } from "#core/run/test-set/test-case.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { insertTestCase, listCaseNames, type TestCaseFields } from "#server/db/test-sets/test-case-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { type IdempotencyKey, once } from "#server/services/idempotency.ts";
import { checkTestCase, requireRoom } from "./check-test-case.ts";
import { nameTaken, requireTestSet } from "./require-test-set.ts";

export interface NewTestCase {
  readonly setId: TestSetId;
  readonly name: string;
  readonly input: Json;
  readonly variables: JsonObject;
  /** The answers that nodes get, by their ids. */
  readonly answers: CaseAnswers;
  readonly assertions: readonly Assertion[];
}

/**
 * Adds a case that was written by hand.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_INPUT for an invalid assertion, PAYLOAD_TOO_LARGE, CONFLICT for a name
 * that is taken or a set that is full, IDEMPOTENCY_MISMATCH.
 */
export async function createTestCase(
  context: ServiceContext,
  { idempotencyKey, ...input }: NewTestCase & { readonly idempotencyKey: IdempotencyKey },
): Promise<{ readonly caseId: TestCaseId }> {
  authorize(context, "pipelines.write");
  const { actor, clock } = context;
  const request = JSON.parse(JSON.stringify(input)) as JsonObject;
  return withTenant(context.db, actor.workspaceId, (tx) =>
    once(tx, actor, "tests.createCase", idempotencyKey, request, async () => {
      await requireTestSet(tx, actor.workspaceId, input.setId);
      const { setId, ...rest } = input;
      const written = { startedAtMs: clock.nowMs(), sourceRunId: null, costMicros: null, tookMs: null };
      return { caseId: await addTestCase(tx, context, setId, { ...rest, ...written }) };
    }),
  );
}

/** Adds a case to an existing set. */
export async function addTestCase(
  tx: TenantTransaction,
  { actor, newId }: Pick<ServiceContext, "actor" | "newId">,
  setId: TestSetId,
  fields: TestCaseFields,
): Promise<TestCaseId> {
  checkTestCase(fields);
  requireRoom(await listCaseNames(tx, actor.workspaceId, setId));
  const id = testCaseIdSchema.parse(newId());
  const added = await insertTestCase(tx, actor.workspaceId, {
    id,
    setId,
    createdBy: actor.userId,
    ...fields,
  });
  if (!added) throw nameTaken("case", fields.name);
  const from = fields.sourceRunId === null ? {} : { fromRunId: fields.sourceRunId };
  await recordAudit(tx, actor, "test-case.create", id, { name: fields.name, setId, ...from });
  return id;
}
