import type { ErrorInfo } from "#core/errors.ts";
import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { RunStatus } from "#core/run/status.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** An ancestor of a run. */
export interface Ancestor {
  readonly runId: RunId;
  readonly pipelineName: string;
  /** Its node that started the next run down. */
  readonly nodeId: string;
}

/** A run's ancestors, root first; empty for a root. */
export async function listAncestors(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<readonly Ancestor[]> {
  return tx.$queryRaw<Ancestor[]>`
    WITH RECURSIVE above (id, node_id, depth) AS (
      SELECT parent_run_id, parent_node_id, depth FROM runs
       WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid AND parent_run_id IS NOT NULL
      UNION ALL
      SELECT r.parent_run_id, r.parent_node_id, r.depth FROM above a
        JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.id = a.id
       WHERE r.parent_run_id IS NOT NULL
    )
    SELECT r.id AS "runId", p.name AS "pipelineName", a.node_id AS "nodeId" FROM above a
      JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.id = a.id
      JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
     ORDER BY a.depth`;
}

/** The sums of all runs of a tree, root included. */
export interface TreeSums {
  readonly runs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Micros of USD. Null: partly unknown. */
  readonly costMicros: number | null;
  /** Includes play money. */
  readonly isSandbox: boolean;
  /** The runs that have not ended. */
  readonly liveRunIds: readonly RunId[];
}

/** The sums of each tree that has more than its root. */
export async function sumTrees(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  rootRunIds: readonly RunId[],
): Promise<ReadonlyMap<RunId, TreeSums>> {
  const roots = [...rootRunIds];
  const rows = await tx.$queryRaw<(TreeSums & { readonly rootRunId: RunId })[]>`
    SELECT root::text AS "rootRunId", count(*)::float8 AS runs, sum(input_tokens)::float8 AS "inputTokens",
           sum(output_tokens)::float8 AS "outputTokens",
           (CASE WHEN bool_or(cost_unknown) THEN NULL ELSE sum(cost_micros) END)::float8 AS "costMicros",
           bool_or(is_sandbox) AS "isSandbox",
           coalesce(array_agg(id::text) FILTER (WHERE finished_at IS NULL), '{}') AS "liveRunIds"
      FROM (SELECT id AS root, id, input_tokens, output_tokens, cost_micros, cost_unknown, is_sandbox, finished_at
              FROM runs WHERE workspace_id = ${workspaceId}::uuid AND id = ANY(${roots}::uuid[])
            UNION ALL
            SELECT root_run_id, id, input_tokens, output_tokens, cost_micros, cost_unknown, is_sandbox, finished_at
              FROM runs WHERE workspace_id = ${workspaceId}::uuid AND root_run_id = ANY(${roots}::uuid[])) tree
     GROUP BY root HAVING count(*) > 1`;
  return new Map(rows.map(({ rootRunId, ...sums }) => [rootRunId, sums]));
}

/** The cost of a node's child runs and their descendants. */
export interface InsideCost {
  readonly nodeId: string;
  /** Micros of USD. Null: partly unknown. */
  readonly costMicros: number | null;
  /** Includes play money. */
  readonly isSandbox: boolean;
}

/** What was spent inside each node of a run that has started runs. */
export async function sumInside(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<readonly InsideCost[]> {
  return tx.$queryRaw<InsideCost[]>`
    WITH RECURSIVE inside (node_id, id, cost_micros, cost_unknown, is_sandbox) AS (
      SELECT parent_node_id, id, cost_micros, cost_unknown, is_sandbox FROM runs
       WHERE workspace_id = ${workspaceId}::uuid AND parent_run_id = ${runId}::uuid
      UNION ALL
      SELECT i.node_id, r.id, r.cost_micros, r.cost_unknown, r.is_sandbox FROM inside i
        JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.parent_run_id = i.id
    )
    SELECT node_id AS "nodeId",
           (CASE WHEN bool_or(cost_unknown) THEN NULL ELSE sum(cost_micros) END)::float8 AS "costMicros",
           bool_or(is_sandbox) AS "isSandbox"
      FROM inside GROUP BY node_id ORDER BY node_id`;
}

/** A child run in a list. Times are milliseconds since the epoch, money is micros of USD. */
export interface ChildRun {
  readonly runId: RunId;
  readonly pipelineName: string;
  /** Null where its version is not published, as in a rehearsal. */
  readonly versionNumber: number | null;
  /** Which of the node's runs it is: see `ParentRef`. */
  readonly ordinal: number;
  /** The attempt of the parent's node. */
  readonly attempt: number;
  readonly status: RunStatus;
  /** Including all its descendants. Null: partly unknown. */
  readonly costMicros: number | null;
  readonly isSandbox: boolean;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  readonly error: ErrorInfo | null;
}

/** A page of a node's child runs begins after this one. */
export interface ChildCursor {
  readonly ordinal: number;
  readonly attempt: number;
}

/** A node's child runs, ordered by item and attempt: all, or those that did not complete. */
export async function listChildRuns(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  node: { readonly runId: RunId; readonly nodeId: string; readonly onlyFailed: boolean },
  after: ChildCursor | null,
  limit: number,
): Promise<readonly ChildRun[]> {
  const { ordinal, attempt } = after ?? { ordinal: -1, attempt: 0 };
  return tx.$queryRaw<ChildRun[]>`
    WITH RECURSIVE page AS (
      SELECT * FROM runs
       WHERE workspace_id = ${workspaceId}::uuid AND parent_run_id = ${node.runId}::uuid AND parent_node_id = ${node.nodeId}
         AND (NOT ${node.onlyFailed}::boolean OR status IN ('failed', 'timeout', 'cancelled'))
         AND (parent_iteration, parent_attempt) > (${ordinal}::int, ${attempt}::int)
       ORDER BY parent_iteration, parent_attempt LIMIT ${limit}
    ), below (top_id, id, cost_micros, cost_unknown, is_sandbox) AS (
      SELECT id, id, cost_micros, cost_unknown, is_sandbox FROM page
      UNION ALL
      SELECT b.top_id, r.id, r.cost_micros, r.cost_unknown, r.is_sandbox FROM below b
        JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.parent_run_id = b.id
    ), costs AS (
      SELECT top_id, bool_or(is_sandbox) AS is_sandbox,
             (CASE WHEN bool_or(cost_unknown) THEN NULL ELSE sum(cost_micros) END)::float8 AS micros
        FROM below GROUP BY top_id
    )
    SELECT r.id AS "runId", p.name AS "pipelineName", v.number AS "versionNumber", r.parent_iteration AS ordinal,
           r.parent_attempt AS attempt, r.status, c.micros AS "costMicros", c.is_sandbox AS "isSandbox",
           (extract(epoch FROM r.started_at) * 1000)::float8 AS "startedAtMs",
           (extract(epoch FROM r.finished_at) * 1000)::float8 AS "finishedAtMs", r.error
      FROM page r
      JOIN costs c ON c.top_id = r.id
      JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
      JOIN pipeline_versions v ON v.workspace_id = r.workspace_id AND v.id = r.version_id
     ORDER BY r.parent_iteration, r.parent_attempt`;
}

export async function hasRun(tx: TenantSql, workspaceId: WorkspaceId, runId: RunId): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM runs WHERE workspace_id = ${workspaceId}::uuid AND id = ${runId}::uuid`;
  return rows.length > 0;
}
