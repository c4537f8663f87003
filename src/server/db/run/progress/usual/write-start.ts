import type { WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { NewRun } from "../insert-run.ts";
import { type ProgressWrite, toLines, toNodeRow } from "../write-progress.ts";

/**
 * Writes a new run with its first step: what `insertRun` and `writeProgress` would write one after the other, with one
 * timestamp, in one statement, and the run's row only once. Nobody can know the run yet, so there is nothing to check
 * and no bell to ring.
 */
export async function writeStart(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  run: NewRun,
  write: ProgressWrite,
): Promise<void> {
  const { child, calls } = run;
  const nodes = JSON.stringify(write.nodes.map((node) => toNodeRow(write, node)));
  const lines = JSON.stringify(toLines(write));
  await tx.$executeRaw`
    WITH clock AS MATERIALIZED (
      SELECT clock_timestamp() AS now
    ), run AS (
      INSERT INTO runs (id, workspace_id, pipeline_id, version_id, status, trigger_kind, input, variables, frontier, branches,
             closing, last_event_seq, started_by_user, started_by_token, created_at, started_at, deadline_at, waiting_since,
             trigger_id, prices, parent_run_id, parent_node_id, parent_iteration, parent_attempt, root_run_id, depth, calls)
      SELECT ${run.runId}::uuid, ${workspaceId}::uuid, ${run.pipelineId}::uuid, ${run.versionId}::uuid, ${write.status},
             ${run.triggerKind}, ${JSON.stringify(run.input)}::jsonb, ${JSON.stringify(run.variables)}::jsonb, ${write.frontier},
             ${JSON.stringify(write.branches)}::jsonb, ${toColumn(write.closing)}::jsonb, ${write.events.length}::bigint,
             ${run.startedByUserId}::uuid, ${run.startedByTokenId}::uuid, to_timestamp(${run.startedAtMs / 1000}::float8), now,
             to_timestamp(${run.deadlineMs / 1000}::float8), CASE WHEN ${write.standsStill}::boolean THEN now END,
             ${run.triggerId}::uuid,
             (SELECT jsonb_object_agg(p.model, p.prices) FROM model_prices p
               WHERE p.workspace_id = ${workspaceId}::uuid AND p.model = ANY(${[...run.priceNames]}::text[])),
             ${child?.parent.runId ?? null}::uuid, ${child?.parent.nodeId ?? null}, ${child?.parent.ordinal ?? null}::int,
             ${child?.parent.attempt ?? null}::int, ${child?.rootRunId ?? null}::uuid, ${child?.depth ?? 0}::smallint,
             ${toColumn(calls)}::jsonb
        FROM clock
    ), node_rows AS (
      INSERT INTO node_runs (workspace_id, run_id, node_id, node_type, status, input, output, branch, stop, error,
             attempt_count, started_at, finished_at, wake_at)
      SELECT ${workspaceId}::uuid, ${run.runId}::uuid, c.node_id, c.node_type, c.status, c.input, c.output, c.branch,
             c.stop, c.error, coalesce(c.attempt, 0), CASE WHEN c.starts THEN now END, CASE WHEN c.ends THEN now END,
             to_timestamp(c.wake_at)
        FROM jsonb_to_recordset(${nodes}::jsonb) AS c(node_id text, node_type text, status text, input jsonb, output jsonb,
             branch text, stop text, error jsonb, attempt int, starts boolean, ends boolean, wake_at float8)
       CROSS JOIN clock
    )
    INSERT INTO run_events (workspace_id, run_id, seq, type, node_id, attempt, payload, created_at)
    SELECT ${workspaceId}::uuid, ${run.runId}::uuid, e.seq, e.type, e.node_id, e.attempt, e.payload, now
      FROM jsonb_to_recordset(${lines}::jsonb) AS e(seq bigint, type text, node_id text, attempt int, payload jsonb)
     CROSS JOIN clock`;
}

/** SQL NULL where there is none. */
function toColumn(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
