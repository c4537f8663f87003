import type { Json } from "#core/json/json.ts";
import type { ModelUsage } from "#core/model/usage.ts";
import type {
  AgentStep,
  AgentStepStatus,
  CallDecision,
  ToolAnswer,
  ToolStep,
  TurnOutput,
} from "#core/run/agent/agent-steps.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

interface Row {
  readonly seq: number;
  readonly attempt: number;
  readonly kind: "model" | "tool";
  readonly status: AgentStepStatus;
  readonly callId: string | null;
  readonly tool: string | null;
  readonly effect: ToolStep["effect"] | null;
  readonly input: Json;
  readonly output: Json;
  readonly requestHash: string | null;
  readonly decision: CallDecision | null;
  readonly note: string | null;
  readonly tokens: number;
  /** Its attempt has failed. */
  readonly isRejected: boolean;
}

type OfNode = Pick<NodeRunRef, "workspaceId" | "runId" | "nodeId">;

/** All steps of a node run, in order. Complete when read under the run's row lock. */
export async function readAgentSteps(tx: TenantSql, ref: OfNode): Promise<readonly AgentStep[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT seq, attempt, kind, status, call_id AS "callId", tool, effect, input, output, request_hash AS "requestHash",
           decision, decision_note AS note,
           (input_tokens + output_tokens + cache_write_tokens + cache_read_tokens)::float8 AS tokens,
           EXISTS (SELECT FROM attempts a
                    WHERE a.workspace_id = s.workspace_id AND a.run_id = s.run_id AND a.node_id = s.node_id
                      AND a.number = s.attempt AND a.status = 'failed') AS "isRejected"
      FROM node_steps s
     WHERE workspace_id = ${ref.workspaceId}::uuid AND run_id = ${ref.runId}::uuid AND node_id = ${ref.nodeId}
     ORDER BY seq`;
  return rows.map(toStep);
}

/** Only this application writes the table, so its rows are trusted when read. */
function toStep({ seq, attempt, kind, status, callId, tool, effect, input, output, ...row }: Row): AgentStep {
  const fields = { seq, attempt, status };
  if (kind === "model") {
    const { tokens, isRejected } = row;
    return { ...fields, kind, output: output as unknown as TurnOutput | null, tokens, isRejected };
  }
  return {
    ...fields,
    kind,
    callId: callId ?? "",
    name: tool ?? "",
    effect: effect ?? "write",
    input,
    result: output as unknown as ToolAnswer | null,
    requestHash: row.requestHash ?? "",
    decision: row.decision,
    ...(row.note === null ? {} : { note: row.note }),
  };
}

/** The usage of an attempt's finished turns, and its turn in flight. */
export interface AttemptTurns {
  /** Null: between two turns. */
  readonly openSeq: number | null;
  readonly usage: ModelUsage;
  /** Micros of USD. Null: unknown for one of them. */
  readonly costMicros: number | null;
}

export async function readAttemptTurns(tx: TenantSql, ref: OfNode, attempt: number): Promise<AttemptTurns> {
  const rows = await tx.$queryRaw<(Omit<ModelUsage, "raw"> & Omit<AttemptTurns, "usage">)[]>`
    SELECT max(seq) FILTER (WHERE status = 'running') AS "openSeq",
           coalesce(sum(input_tokens), 0)::float8 AS "inputTokens", coalesce(sum(output_tokens), 0)::float8 AS "outputTokens",
           coalesce(sum(cache_write_tokens), 0)::float8 AS "cacheWriteTokens",
           coalesce(sum(cache_read_tokens), 0)::float8 AS "cacheReadTokens", coalesce(bool_or(is_estimated), false) AS estimated,
           (CASE WHEN bool_or(cost_micros IS NULL AND status <> 'running') THEN NULL
                 ELSE coalesce(sum(cost_micros), 0) END)::float8 AS "costMicros"
      FROM node_steps
     WHERE workspace_id = ${ref.workspaceId}::uuid AND run_id = ${ref.runId}::uuid AND node_id = ${ref.nodeId}
       AND attempt = ${attempt} AND kind = 'model'`;
  const { openSeq = null, costMicros = 0, ...usage } = rows[0] ?? {};
  return { openSeq, costMicros, usage: { ...nothing, ...usage, raw: null } };
}

const nothing = {
  inputTokens: 0,
  outputTokens: 0,
  cacheWriteTokens: 0,
  cacheReadTokens: 0,
  estimated: false,
};

/** The text of an attempt's latest turn so far, assembled from the log. */
export async function readTurnText(tx: TenantSql, ref: NodeRunRef, attempt: number): Promise<string> {
  const rows = await tx.$queryRaw<{ text: string | null }[]>`
    SELECT string_agg(payload->>'text', '' ORDER BY seq) AS text FROM run_events
     WHERE workspace_id = ${ref.workspaceId}::uuid AND run_id = ${ref.runId}::uuid AND type = 'node.delta'
       AND node_id = ${ref.nodeId} AND attempt = ${attempt}
       AND seq > coalesce((SELECT max(seq) FROM run_events
                            WHERE workspace_id = ${ref.workspaceId}::uuid AND run_id = ${ref.runId}::uuid AND type = 'node.step'
                              AND node_id = ${ref.nodeId}), 0)`;
  return rows[0]?.text ?? "";
}

/** The call of this lease has returned: until the next one is sent, a worker that dies owes nothing. */
export async function unmarkSent(tx: TenantSql, leaseToken: string): Promise<void> {
  await tx.$executeRaw`UPDATE system.leases SET is_sent = false WHERE lease_token = ${leaseToken}::uuid`;
}
