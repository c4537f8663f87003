import type { RunId, TestCaseId, TestSetId, UserId, WorkspaceId } from "#core/ids.ts";
import type { Assertion } from "#core/run/test-set/assertion.ts";
import type { TestCase } from "#core/run/test-set/test-case.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A case without its input and answers. */
export interface TestCaseSummary {
  readonly id: TestCaseId;
  readonly name: string;
  readonly assertions: readonly Assertion[];
  /** The run that its answers come from; it may have been deleted. Null: they were written by hand. */
  readonly sourceRunId: RunId | null;
  readonly createdBy: UserId | null;
  readonly updatedAtMs: number;
}

/** What can be changed of a case. */
export interface TestCaseFields extends TestCase {
  readonly name: string;
  readonly sourceRunId: RunId | null;
}

/** A case with all its content. */
export interface StoredTestCase extends TestCaseFields {
  readonly id: TestCaseId;
  readonly setId: TestSetId;
}

/** All cases of some sets, in creation order. */
export async function readTestCases(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  setIds: readonly TestSetId[],
): Promise<readonly StoredTestCase[]> {
  return tx.$queryRaw<StoredTestCase[]>`
    SELECT id, set_id AS "setId", name, input, variables, (extract(epoch FROM started_at) * 1000)::float8 AS "startedAtMs",
           answers, assertions, source_run_id AS "sourceRunId", cost_micros::float8 AS "costMicros", took_ms::float8 AS "tookMs"
      FROM test_cases WHERE workspace_id = ${workspaceId}::uuid AND set_id = ANY (${[...setIds]}::uuid[]) ORDER BY id`;
}

/** Null when the workspace has no such case. */
export async function findTestCase(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: TestCaseId,
): Promise<StoredTestCase | null> {
  const [row] = await tx.$queryRaw<StoredTestCase[]>`
    SELECT id, set_id AS "setId", name, input, variables, (extract(epoch FROM started_at) * 1000)::float8 AS "startedAtMs",
           answers, assertions, source_run_id AS "sourceRunId", cost_micros::float8 AS "costMicros", took_ms::float8 AS "tookMs"
      FROM test_cases WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
  return row ?? null;
}

/** The names of a set's cases. */
export async function listCaseNames(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  setId: TestSetId,
): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT name FROM test_cases WHERE workspace_id = ${workspaceId}::uuid AND set_id = ${setId}::uuid`;
  return rows.map(({ name }) => name);
}

/** False when the set already has a case of this name. */
export async function insertTestCase(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { id, setId, createdBy, ...fields }: StoredTestCase & { readonly createdBy: UserId },
): Promise<boolean> {
  const { name, startedAtMs, sourceRunId, costMicros, tookMs } = fields;
  const added = await tx.$executeRaw`
    INSERT INTO test_cases (id, workspace_id, set_id, name, input, variables, started_at, answers, assertions, source_run_id,
           cost_micros, took_ms, created_by)
    VALUES (${id}::uuid, ${workspaceId}::uuid, ${setId}::uuid, ${name}, ${JSON.stringify(fields.input)}::jsonb,
           ${JSON.stringify(fields.variables)}::jsonb, to_timestamp(${startedAtMs / 1000}::float8), ${JSON.stringify(fields.answers)}::jsonb,
           ${JSON.stringify(fields.assertions)}::jsonb, ${sourceRunId}::uuid, ${costMicros}::bigint, ${tookMs}::bigint,
           ${createdBy}::uuid)
        ON CONFLICT DO NOTHING`;
  return added === 1;
}

/** False when its set has another case of this name. */
export async function updateTestCase(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { id, setId, ...fields }: StoredTestCase,
): Promise<boolean> {
  const { name, startedAtMs, sourceRunId, costMicros, tookMs } = fields;
  const changed = await tx.$executeRaw`
    UPDATE test_cases
       SET name = ${name}, input = ${JSON.stringify(fields.input)}::jsonb, variables = ${JSON.stringify(fields.variables)}::jsonb,
           started_at = to_timestamp(${startedAtMs / 1000}::float8), answers = ${JSON.stringify(fields.answers)}::jsonb,
           assertions = ${JSON.stringify(fields.assertions)}::jsonb, source_run_id = ${sourceRunId}::uuid,
           cost_micros = ${costMicros}::bigint, took_ms = ${tookMs}::bigint, updated_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid
       AND NOT EXISTS (SELECT FROM test_cases o WHERE o.workspace_id = ${workspaceId}::uuid AND o.set_id = ${setId}::uuid
                          AND o.name = ${name} AND o.id <> ${id}::uuid)`;
  return changed === 1;
}

export async function deleteTestCase(tx: TenantSql, workspaceId: WorkspaceId, id: TestCaseId): Promise<void> {
  await tx.$executeRaw`DELETE FROM test_cases WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
}
