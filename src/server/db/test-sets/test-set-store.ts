import type { PipelineId, TestCaseId, TestSetId, WorkspaceId } from "#core/ids.ts";
import type { TestGate } from "#core/run/test-set/test-case.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { TestCaseSummary } from "./test-case-store.ts";

/** A set without its cases. */
export interface TestSet {
  readonly id: TestSetId;
  readonly pipelineId: PipelineId;
  readonly name: string;
  /** Whether, and when, it blocks publishing. */
  readonly gate: TestGate;
}

export interface TestSetWithCases extends TestSet {
  /** In creation order. */
  readonly cases: readonly TestCaseSummary[];
}

/** The sets of a pipeline in creation order, with a summary of each case. */
export async function listTestSets(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<readonly TestSetWithCases[]> {
  return tx.$queryRaw<TestSetWithCases[]>`
    SELECT s.id, s.pipeline_id AS "pipelineId", s.name, s.gate, coalesce((
             SELECT jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'assertions', c.assertions, 'sourceRunId', c.source_run_id,
                      'createdBy', c.created_by, 'updatedAtMs', (extract(epoch FROM c.updated_at) * 1000)::float8) ORDER BY c.id)
               FROM test_cases c WHERE c.workspace_id = s.workspace_id AND c.set_id = s.id), '[]') AS cases
      FROM test_sets s WHERE s.workspace_id = ${workspaceId}::uuid AND s.pipeline_id = ${pipelineId}::uuid ORDER BY s.id`;
}

/** Null when the workspace has no such set. */
export async function findTestSet(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  id: TestSetId,
): Promise<TestSet | null> {
  const [row] = await tx.$queryRaw<TestSet[]>`
    SELECT id, pipeline_id AS "pipelineId", name, gate FROM test_sets
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
  return row ?? null;
}

/** The set of a case. Null when the workspace has no such case. */
export async function findSetOfCase(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  caseId: TestCaseId,
): Promise<TestSet | null> {
  const [row] = await tx.$queryRaw<TestSet[]>`
    SELECT s.id, s.pipeline_id AS "pipelineId", s.name, s.gate
      FROM test_cases c JOIN test_sets s ON s.workspace_id = c.workspace_id AND s.id = c.set_id
     WHERE c.workspace_id = ${workspaceId}::uuid AND c.id = ${caseId}::uuid`;
  return row ?? null;
}

/** How many sets a pipeline has. */
export async function countTestSets(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM test_sets
     WHERE workspace_id = ${workspaceId}::uuid AND pipeline_id = ${pipelineId}::uuid`;
  return row?.count ?? 0;
}

/** False when the pipeline already has a set of this name. */
export async function insertTestSet(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { id, pipelineId, name, gate }: TestSet,
): Promise<boolean> {
  const added = await tx.$executeRaw`
    INSERT INTO test_sets (id, workspace_id, pipeline_id, name, gate)
    VALUES (${id}::uuid, ${workspaceId}::uuid, ${pipelineId}::uuid, ${name}, ${gate}) ON CONFLICT DO NOTHING`;
  return added === 1;
}

/** False when the pipeline has another set of this name. */
export async function updateTestSet(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { id, pipelineId, name, gate }: TestSet,
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE test_sets SET name = ${name}, gate = ${gate}
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid
       AND NOT EXISTS (SELECT FROM test_sets o WHERE o.workspace_id = ${workspaceId}::uuid AND o.pipeline_id = ${pipelineId}::uuid
                          AND o.name = ${name} AND o.id <> ${id}::uuid)`;
  return changed === 1;
}

/** With all its cases. */
export async function deleteTestSet(tx: TenantSql, workspaceId: WorkspaceId, id: TestSetId): Promise<void> {
  await tx.$executeRaw`DELETE FROM test_sets WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
}
