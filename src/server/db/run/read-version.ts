import type { PipelineId, PipelineVersionId, RunId, WorkspaceId } from "#core/ids.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { AgentSnapshot } from "#core/pipeline/plan/plan.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A frozen version: validated before it was stored, immutable since. */
export interface FrozenVersion {
  readonly definition: PipelineDefinition;
  readonly agents: readonly AgentSnapshot[];
  /** It was made for a judge of test cases. */
  readonly isJudge?: boolean;
}

/** Null when the workspace has no such version. */
export async function readFrozenVersion(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  versionId: PipelineVersionId,
): Promise<FrozenVersion | null> {
  const rows = await tx.$queryRaw<FrozenVersion[]>`
    SELECT definition, agents, kind = 'judge' AS "isJudge" FROM pipeline_versions
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${versionId}::uuid`;
  return rows[0] ?? null;
}

/** The version of a run. Null when the workspace has no such run. */
export async function readRunVersion(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<PipelineVersionId | null> {
  const rows = await tx.$queryRaw<{ versionId: PipelineVersionId }[]>`
    SELECT version_id AS "versionId" FROM runs WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid`;
  return rows[0]?.versionId ?? null;
}

/** The pipeline of a version. Null when the workspace has no such version. */
export async function findPipelineOfVersion(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  versionId: PipelineVersionId,
): Promise<PipelineId | null> {
  const rows = await tx.$queryRaw<{ pipelineId: PipelineId }[]>`
    SELECT pipeline_id AS "pipelineId" FROM pipeline_versions
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${versionId}::uuid`;
  return rows[0]?.pipelineId ?? null;
}

/** Whether a version was made for a rehearsal. */
export async function isRehearsalVersion(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  versionId: PipelineVersionId,
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ is: boolean }[]>`
    SELECT kind = 'rehearsal' AS is FROM pipeline_versions
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${versionId}::uuid`;
  return rows[0]?.is === true;
}
