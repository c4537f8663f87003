import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { NodeRunStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** One side of a compared node. Money is micros of USD (null: unknown), times are milliseconds. */
export interface ComparedSide {
  readonly status: NodeRunStatus;
  readonly branch: string | null;
  /** `provider/model` of its latest attempt. Null where none was called, or it was taken over. */
  readonly model: string | null;
  readonly attempts: number;
  readonly isReused: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number | null;
  readonly isSandbox: boolean;
  /** Null until it has ended, and for one that was taken over. */
  readonly tookMs: number | null;
  readonly inputBytes: number | null;
  readonly outputBytes: number | null;
}

export interface ComparedRows {
  readonly nodeId: string;
  readonly sides: readonly [ComparedSide | null, ComparedSide | null];
  readonly isSameInput: boolean;
  readonly isSameOutput: boolean;
}

/** The node runs of two runs side by side. Values of equal length are compared by their hashes, and never read. */
export async function compareNodeRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  [first, second]: readonly [RunId, RunId],
): Promise<readonly ComparedRows[]> {
  const rows = await tx.$queryRaw<
    {
      readonly nodeId: string;
      readonly first: ComparedSide | null;
      readonly second: ComparedSide | null;
      readonly isSameInput: boolean;
      readonly isSameOutput: boolean;
    }[]
  >`
    WITH side AS (
      SELECT n.run_id, n.node_id, n.input, n.output, n.input_bytes, n.output_bytes,
             jsonb_build_object('status', n.status, 'branch', n.branch, 'model', t.model, 'attempts', n.attempt_count,
               'isReused', n.reused_from_run_id IS NOT NULL, 'inputTokens', n.input_tokens, 'outputTokens', n.output_tokens,
               'costMicros', CASE WHEN n.cost_unknown THEN NULL ELSE n.cost_micros END, 'isSandbox', n.is_sandbox,
               'tookMs', CASE WHEN n.reused_from_run_id IS NULL
                              THEN round(extract(epoch FROM n.finished_at - n.started_at) * 1000) END,
               'inputBytes', n.input_bytes, 'outputBytes', n.output_bytes) AS told
        FROM node_runs n
        LEFT JOIN LATERAL (
          SELECT a.provider || '/' || a.model AS model FROM attempts a
           WHERE a.workspace_id = n.workspace_id AND a.run_id = n.run_id AND a.node_id = n.node_id
           ORDER BY a.number DESC LIMIT 1) t ON true
       WHERE n.workspace_id = ${workspaceId}::uuid AND n.run_id IN (${first}::uuid, ${second}::uuid)
    )
    SELECT coalesce(a.node_id, b.node_id) AS "nodeId", a.told AS first, b.told AS second,
           a.input_bytes IS NOT DISTINCT FROM b.input_bytes
             AND (a.input_bytes IS NULL OR sha256(convert_to(a.input::text, 'UTF8')) = sha256(convert_to(b.input::text, 'UTF8'))) AS "isSameInput",
           a.output_bytes IS NOT DISTINCT FROM b.output_bytes
             AND (a.output_bytes IS NULL OR sha256(convert_to(a.output::text, 'UTF8')) = sha256(convert_to(b.output::text, 'UTF8'))) AS "isSameOutput"
      FROM (SELECT * FROM side WHERE run_id = ${first}::uuid) a
      FULL JOIN (SELECT * FROM side WHERE run_id = ${second}::uuid) b ON b.node_id = a.node_id`;
  return rows.map((row) => ({ ...row, sides: [row.first, row.second] }));
}
