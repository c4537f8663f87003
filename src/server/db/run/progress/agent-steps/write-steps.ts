import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type {
  AgentStepStatus,
  CallDecision,
  ToolAnswer,
  ToolStep,
  TurnOutput,
} from "#core/run/agent/agent-steps.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

interface StepRef {
  readonly nodeId: string;
  readonly seq: number;
}

/** A turn that begins. */
export interface TurnBegin extends StepRef {
  readonly kind: "turn-begin";
  readonly attempt: number;
  readonly provider: string;
  readonly model: string;
}

/** A turn that has ended. */
export interface TurnEnd extends StepRef {
  readonly kind: "turn-end";
  readonly status: Extract<AgentStepStatus, "completed" | "failed" | "lost">;
  readonly output: TurnOutput | null;
  readonly usage: Omit<ModelUsage, "raw"> | null;
  readonly costMicros: number | null;
  readonly requestHash: string | null;
}

/** A call that a turn has asked for and that has not been made yet. */
export interface CallPlan
  extends StepRef,
    Pick<ToolStep, "attempt" | "callId" | "name" | "input" | "effect"> {
  readonly kind: "call-plan";
  readonly requestHash: string;
}

/** A call that is about to be made, or has ended. */
export interface CallChange extends StepRef {
  readonly kind: "call-change";
  readonly status: Exclude<AgentStepStatus, "planned" | "lost">;
  readonly answer: ToolAnswer | null;
}

/** What people decided about a call that has not been made yet. If it already has an answer, the call is not made. */
export interface CallDecided extends StepRef {
  readonly kind: "call-decided";
  readonly decision: CallDecision;
  /** The hash of the arguments they saw; the database refuses the call with any other. */
  readonly requestHash: string;
  readonly note: string | null;
  readonly answer: ToolAnswer | null;
}

export type AgentStepWrite = TurnBegin | TurnEnd | CallPlan | CallChange | CallDecided;
export type AgentStepLine = AgentStepWrite & { readonly runId: RunId };

/**
 * Writes turns and calls of agents with tools, under the row locks of their runs. The database refuses to change
 * settled ones. New steps are inserted before existing ones are updated.
 */
export async function writeAgentSteps(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  lines: readonly AgentStepLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const begun = lines.flatMap((line) =>
    line.kind === "turn-begin" || line.kind === "call-plan" ? [toNewRow(line)] : [],
  );
  const changed = lines.flatMap((line) =>
    line.kind === "turn-end" || line.kind === "call-change" ? [toChange(line)] : [],
  );
  const decided = lines.flatMap((line) => (line.kind === "call-decided" ? [toDecision(line)] : []));
  await Promise.all([
    begun.length > 0 && insertSteps(tx, workspaceId, JSON.stringify(begun)),
    changed.length > 0 && changeSteps(tx, workspaceId, changed),
    decided.length > 0 && decideSteps(tx, workspaceId, decided),
  ]);
}

function insertSteps(tx: TenantSql, workspaceId: WorkspaceId, rows: string) {
  return tx.$executeRaw`
    INSERT INTO node_steps (workspace_id, run_id, node_id, seq, attempt, kind, status, request_hash, call_id, tool, effect, input,
           provider, model, started_at)
    SELECT ${workspaceId}::uuid, s.*, clock_timestamp()
      FROM jsonb_to_recordset(${rows}::jsonb)
        AS s(run_id uuid, node_id text, seq int, attempt int, kind text, status text, request_hash text, call_id text, tool text,
             effect text, input jsonb, provider text, model text)`;
}

function changeSteps(tx: TenantSql, workspaceId: WorkspaceId, rows: readonly ReturnType<typeof toChange>[]) {
  const runIds = [...new Set(rows.map(({ run_id }) => run_id))];
  return tx.$executeRaw`
    WITH changed AS (
      UPDATE node_steps s SET status = c.status, output = c.output, request_hash = coalesce(c.request_hash, s.request_hash),
             input_tokens = c.input_tokens, output_tokens = c.output_tokens, cache_write_tokens = c.cache_write_tokens,
             cache_read_tokens = c.cache_read_tokens, is_estimated = c.is_estimated, cost_micros = c.cost_micros,
             finished_at = CASE WHEN c.status <> 'running' THEN clock_timestamp() END
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          AS c(run_id uuid, node_id text, seq int, status text, output jsonb, request_hash text, input_tokens bigint,
               output_tokens bigint, cache_write_tokens bigint, cache_read_tokens bigint, is_estimated boolean, cost_micros bigint)
       WHERE s.workspace_id = ${workspaceId}::uuid AND s.run_id = ANY(${runIds}::uuid[]) AND s.run_id = c.run_id
         AND s.node_id = c.node_id AND s.seq = c.seq
      RETURNING 1
    )
    SELECT system.require((SELECT count(*) FROM changed) = ${rows.length}::int)`;
}

function decideSteps(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  rows: readonly ReturnType<typeof toDecision>[],
) {
  const runIds = [...new Set(rows.map(({ run_id }) => run_id))];
  return tx.$executeRaw`
    WITH decided AS (
      UPDATE node_steps s SET decision = d.decision, decision_hash = d.decision_hash, decision_note = d.note, output = d.output,
             status = CASE WHEN d.output IS NULL THEN 'planned' ELSE 'failed' END,
             finished_at = CASE WHEN d.output IS NOT NULL THEN clock_timestamp() END
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          AS d(run_id uuid, node_id text, seq int, decision text, decision_hash text, note text, output jsonb)
       WHERE s.workspace_id = ${workspaceId}::uuid AND s.run_id = ANY(${runIds}::uuid[]) AND s.run_id = d.run_id
         AND s.node_id = d.node_id AND s.seq = d.seq AND s.status = 'planned'
      RETURNING 1
    )
    SELECT system.require((SELECT count(*) FROM decided) = ${rows.length}::int)`;
}

function toDecision(line: CallDecided & { readonly runId: RunId }) {
  const { runId, nodeId, seq, decision, requestHash, note, answer } = line;
  return { run_id: runId, node_id: nodeId, seq, decision, decision_hash: requestHash, note, output: answer };
}

function toNewRow(line: (TurnBegin | CallPlan) & { readonly runId: RunId }) {
  const { runId, nodeId, seq, attempt } = line;
  const common = { run_id: runId, node_id: nodeId, seq, attempt };
  if (line.kind === "turn-begin") {
    return { ...common, kind: "model", status: "running", provider: line.provider, model: line.model };
  }
  const { callId, name, input, effect, requestHash } = line;
  return {
    ...common,
    kind: "tool",
    status: "planned",
    request_hash: requestHash,
    call_id: callId,
    tool: name,
    effect,
    input,
  };
}

function toChange(line: (TurnEnd | CallChange) & { readonly runId: RunId }) {
  const { runId, nodeId, seq, status } = line;
  const usage = line.kind === "turn-end" ? line.usage : null;
  return {
    run_id: runId,
    node_id: nodeId,
    seq,
    status,
    output: line.kind === "turn-end" ? line.output : line.answer,
    request_hash: line.kind === "turn-end" ? line.requestHash : null,
    input_tokens: usage?.inputTokens ?? 0,
    output_tokens: usage?.outputTokens ?? 0,
    cache_write_tokens: usage?.cacheWriteTokens ?? 0,
    cache_read_tokens: usage?.cacheReadTokens ?? 0,
    is_estimated: usage?.estimated ?? false,
    cost_micros: line.kind === "turn-end" ? line.costMicros : null,
  };
}
