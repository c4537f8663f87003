import type { PipelineId, RunId, WorkspaceId } from "#core/ids.ts";
import type { PastBelow, PastNode, PastRun } from "#core/run/expected-cost.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

interface Row {
  readonly runId: RunId;
  /** Null where none of its agents has answered. */
  readonly nodeId: string | null;
  readonly model: string | null;
  readonly costMicros: number | null;
  readonly below: PastBelow | null;
}

/** The maximum number of runs read to find completed ones, in case few have completed. */
const mostLookedAt = 500;
const mostRuns = 50;
const mostNodes = 5_000;

/**
 * What a pipeline's agents, and everything it started, cost in its latest completed runs, latest first: at most fifty
 * runs, fewer if a pipeline has very many agents. Runs that other pipelines started count. Excluded are rehearsals,
 * judges, forks (which take over what others paid) and runs of bodies (a list has many, and would crowd out the
 * others). `beforeRunId`: only runs that were started before this one.
 */
export async function listPastCosts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  pipelineId: PipelineId,
  beforeRunId: RunId | null,
): Promise<readonly PastRun[]> {
  const rows = await tx.$queryRaw<Row[]>`
    /* planned each time */ WITH latest AS MATERIALIZED (
      (SELECT id, version_id, status, forked_from_run_id, parent_run_id, below_cost_micros FROM runs
        WHERE workspace_id = ${workspaceId}::uuid AND pipeline_id = ${pipelineId}::uuid AND parent_run_id IS NULL
          AND (${beforeRunId}::uuid IS NULL OR id < ${beforeRunId}::uuid)
        ORDER BY id DESC LIMIT ${mostLookedAt})
      UNION
      (SELECT id, version_id, status, forked_from_run_id, parent_run_id, below_cost_micros FROM runs
        WHERE workspace_id = ${workspaceId}::uuid AND pipeline_id = ${pipelineId}::uuid
          AND (${beforeRunId}::uuid IS NULL OR id < ${beforeRunId}::uuid)
        ORDER BY id DESC LIMIT ${mostLookedAt})
    ), past AS MATERIALIZED (
      SELECT l.id, CASE WHEN l.parent_run_id IS NULL THEN (
               -- A run that cost something records whether it was play money.
               SELECT jsonb_build_object('costMicros', l.below_cost_micros, 'isSandbox', c.is_sandbox) FROM runs c
                WHERE c.workspace_id = ${workspaceId}::uuid AND c.root_run_id = l.id
                  AND (c.cost_micros > 0 OR l.below_cost_micros = 0) LIMIT 1) END AS below
        FROM latest l
        JOIN pipeline_versions v ON v.workspace_id = ${workspaceId}::uuid AND v.id = l.version_id AND v.kind NOT IN ('rehearsal', 'judge')
       WHERE l.status = 'completed' AND l.forked_from_run_id IS NULL
         -- A pipeline cannot call itself, so a child of the same pipeline is a body.
         AND NOT EXISTS (SELECT FROM runs parent WHERE parent.workspace_id = ${workspaceId}::uuid
                            AND parent.id = l.parent_run_id AND parent.pipeline_id = ${pipelineId}::uuid)
       ORDER BY l.id DESC LIMIT ${mostRuns}
    )
    SELECT p.id AS "runId", n.node_id AS "nodeId", a.provider || '/' || a.model AS model,
           (CASE WHEN n.cost_unknown THEN NULL ELSE n.cost_micros END)::float8 AS "costMicros", p.below
      FROM past p
      LEFT JOIN node_runs n ON n.workspace_id = ${workspaceId}::uuid AND n.run_id = p.id
       AND n.node_type = 'agent' AND n.status = 'completed'
      LEFT JOIN attempts a ON a.workspace_id = n.workspace_id AND a.run_id = n.run_id AND a.node_id = n.node_id
       AND a.number = n.attempt_count
     ORDER BY p.id DESC, n.node_id LIMIT ${mostNodes}`;
  const runs = [...Map.groupBy(rows, ({ runId }) => runId).values()];
  // The last run may be incomplete.
  const whole = rows.length === mostNodes ? runs.slice(0, -1) : runs;
  return whole.map((nodes) => ({ nodes: nodes.flatMap(answerOf), below: nodes[0]?.below ?? null }));
}

function answerOf({ nodeId, model, costMicros }: Row): readonly PastNode[] {
  return nodeId === null || model === null ? [] : [{ nodeId, model, costMicros }];
}
