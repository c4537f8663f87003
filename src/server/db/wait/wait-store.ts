import type { PipelineId, RunId, UserId, WaitId, WorkspaceId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { Role } from "#core/policy/roles.ts";
import type { RunStatus } from "#core/run/status.ts";
import type { CastVote } from "#core/waits/decision.ts";
import type { Deciders, WaitEnding, WaitKind } from "#core/waits/words.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** A wait as lists show it. Times are milliseconds since the epoch. */
export interface StoredWait {
  readonly waitId: WaitId;
  readonly runId: RunId;
  readonly nodeId: string;
  readonly kind: WaitKind;
  readonly title: string;
  readonly choices: readonly string[];
  readonly hasForm: boolean;
  readonly deciders: Deciders | null;
  readonly quorum: number;
  readonly noSelfApproval: boolean;
  readonly votes: readonly CastVote[];
  readonly argumentsHash: string;
  readonly createdAtMs: number;
  readonly deadlineAtMs: number | null;
  readonly ending: WaitEnding | null;
  readonly choice: string | null;
  readonly resolvedAtMs: number | null;
  readonly resolvedByUserId: UserId | null;
  /** Their name, or else their address. */
  readonly resolvedByName: string | null;
  readonly pipelineId: PipelineId;
  readonly pipelineName: string;
  readonly runStatus: RunStatus;
  readonly startedByUserId: UserId | null;
  readonly startedByName: string | null;
  /** For a call that waits for its budgets: `provider/model`. Null otherwise. */
  readonly model: string | null;
  /** The maximum cost of such a call, micros of USD. */
  readonly needsMicros: number | null;
}

/** Everything that a decision is based on. */
export interface StoredWaitDetail extends StoredWait {
  /** Markdown. Null for waits that nobody decides. */
  readonly shown: string | null;
  /** JSON Schema. Null where there is no form. */
  readonly form: JsonObject | null;
  readonly costMicros: number | null;
  readonly isSandbox: boolean;
  /** The cost of its own node so far. */
  readonly nodeCostMicros: number;
  /** The call that it is about. Null where it is about a node of its own. */
  readonly call: WaitCall | null;
}

/** The agent's tool call that people decide on. */
export interface WaitCall {
  /** Its step number within its node. */
  readonly step: number;
  readonly tool: string;
  readonly effect: "read" | "write";
  /** The arguments. Null once deleted. */
  readonly input: Json;
}

/** One wait. Null when the workspace has no such wait. */
export async function findWait(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  waitId: WaitId,
): Promise<StoredWaitDetail | null> {
  const rows = await tx.$queryRaw<StoredWaitDetail[]>`
    SELECT w.id AS "waitId", w.run_id AS "runId", w.node_id AS "nodeId", w.kind, w.title, w.choices,
           w.form IS NOT NULL AS "hasForm", w.deciders, w.quorum, w.no_self_approval AS "noSelfApproval", w.votes,
           w.arguments_hash AS "argumentsHash", (extract(epoch FROM w.created_at) * 1000)::float8 AS "createdAtMs",
           (extract(epoch FROM w.deadline_at) * 1000)::float8 AS "deadlineAtMs", w.ending, w.choice,
           (extract(epoch FROM w.resolved_at) * 1000)::float8 AS "resolvedAtMs", w.resolved_by AS "resolvedByUserId",
           coalesce(u.name, u.email) AS "resolvedByName", r.pipeline_id AS "pipelineId", p.name AS "pipelineName",
           r.status AS "runStatus", r.started_by_user AS "startedByUserId", coalesce(s.name, s.email) AS "startedByName",
           w.model, w.needs_micros::float8 AS "needsMicros",
           w.shown, w.form, (CASE WHEN r.cost_unknown THEN NULL ELSE r.cost_micros END)::float8 AS "costMicros",
           r.is_sandbox AS "isSandbox", n.cost_micros::float8 AS "nodeCostMicros",
           CASE WHEN c.seq IS NOT NULL
                THEN jsonb_build_object('step', c.seq, 'tool', c.tool, 'effect', c.effect, 'input', c.input) END AS call
      FROM waits w
      JOIN node_runs n ON n.workspace_id = w.workspace_id AND n.run_id = w.run_id AND n.node_id = w.node_id
      LEFT JOIN node_steps c ON c.workspace_id = w.workspace_id AND c.run_id = w.run_id AND c.node_id = w.node_id AND c.seq = w.step
      JOIN runs r ON r.workspace_id = w.workspace_id AND r.id = w.run_id
      JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
      LEFT JOIN users u ON u.id = w.resolved_by
      LEFT JOIN users s ON s.id = r.started_by_user
     WHERE w.workspace_id = ${workspaceId}::uuid AND w.id = ${waitId}::uuid`;
  return rows[0] ?? null;
}

/** A person's current membership. */
export interface Decider {
  readonly userId: UserId;
  readonly role: Role;
  readonly address: string;
}

/** Null when the person is not a member. Locks the membership until the transaction ends. */
export async function findDecider(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<Decider | null> {
  const rows = await tx.$queryRaw<Decider[]>`
    SELECT m.user_id AS "userId", m.role, lower(u.email) AS address FROM members m JOIN users u ON u.id = m.user_id
     WHERE m.workspace_id = ${workspaceId}::uuid AND m.user_id = ${userId}::uuid FOR SHARE OF m`;
  return rows[0] ?? null;
}

/** The current memberships of these people; those who are not members are left out. */
export async function listDeciders(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  userIds: readonly string[],
): Promise<readonly Decider[]> {
  return tx.$queryRaw<Decider[]>`
    SELECT m.user_id AS "userId", m.role, lower(u.email) AS address FROM members m JOIN users u ON u.id = m.user_id
     WHERE m.workspace_id = ${workspaceId}::uuid AND m.user_id = ANY(${[...userIds]}::uuid[])`;
}

/** Adds somebody's vote to an open wait, replacing an earlier one. False when the wait has ended. */
export async function addVote(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  waitId: WaitId,
  vote: CastVote,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE waits SET votes = jsonb_path_query_array(votes, '$[*] ? (@.userId != $who)', ${JSON.stringify({ who: vote.userId })}::jsonb)
                             || ${JSON.stringify([vote])}::jsonb
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${waitId}::uuid AND ending IS NULL`;
  return count === 1;
}
