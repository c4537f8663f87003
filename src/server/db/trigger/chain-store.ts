import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";

/**
 * The chain of runs that led to what this run starts, oldest first and this one last, each started by the one before
 * it. The chain begins at a run that a person, a program, a schedule or a webhook started. A child run counts as the
 * root of its tree.
 */
export async function readChain(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<readonly RunId[]> {
  const rows = await tx.$queryRaw<{ rootId: RunId; ledBy: RunId[] | null }[]>`
    SELECT root.id AS "rootId", f.led_by AS "ledBy"
      FROM (SELECT coalesce(root_run_id, id) AS id FROM runs WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid) root
      LEFT JOIN trigger_firings f ON f.workspace_id = ${workspaceId}::uuid AND f.run_id = root.id`;
  return [...(rows[0]?.ledBy ?? []), rows[0]?.rootId ?? runId];
}

/** The names of these runs' pipelines, in the same order. */
export async function pipelineNamesOf(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runIds: readonly RunId[],
): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT p.name FROM unnest(${[...runIds]}::uuid[]) WITH ORDINALITY AS c(run_id, place)
      JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.id = c.run_id
      JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
     ORDER BY c.place`;
  return rows.map(({ name }) => name);
}
