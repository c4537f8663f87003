import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** The input of the newest run of this pass of a node. Null where none was started. */
export async function findPassInput(
  tx: TenantSql,
  { workspaceId, runId }: { readonly workspaceId: WorkspaceId; readonly runId: RunId },
  { nodeId, pass }: { readonly nodeId: string; readonly pass: number },
): Promise<{ readonly input: Json } | null> {
  const rows = await tx.$queryRaw<{ input: Json }[]>`
    SELECT input FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND parent_run_id = ${runId}::uuid AND parent_node_id = ${nodeId}
       AND parent_iteration = ${pass}::int
     ORDER BY parent_attempt DESC LIMIT 1`;
  return rows[0] ?? null;
}
