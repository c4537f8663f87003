import type { RunId, UserId, WaitId, WorkspaceId } from "#core/ids.ts";
import type { Role } from "#core/policy/roles.ts";
import type { WaitKind } from "#core/waits/words.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import type { StoredWait } from "./wait-store.ts";

export interface WaitFilter {
  readonly runId: RunId | null;
  readonly which: "open" | "ended" | "all";
  /** Null: every kind. */
  readonly kinds: readonly WaitKind[] | null;
  /** Only what this person is asked to decide. Null: all. */
  readonly for: { readonly userId: UserId; readonly role: Role; readonly address: string } | null;
}

/** A workspace's waits, newest first, after the given one. */
export async function listWaits(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { runId, which, kinds, for: person }: WaitFilter,
  page: { readonly after: WaitId | null; readonly limit: number },
): Promise<readonly StoredWait[]> {
  const vote = JSON.stringify([{ userId: person?.userId ?? "" }]);
  return tx.$queryRaw<StoredWait[]>`
    /* planned each time */
    SELECT w.id AS "waitId", w.run_id AS "runId", w.node_id AS "nodeId", w.kind, w.title, w.choices,
           w.form IS NOT NULL AS "hasForm", w.deciders, w.quorum, w.no_self_approval AS "noSelfApproval", w.votes,
           w.arguments_hash AS "argumentsHash", (extract(epoch FROM w.created_at) * 1000)::float8 AS "createdAtMs",
           (extract(epoch FROM w.deadline_at) * 1000)::float8 AS "deadlineAtMs", w.ending, w.choice,
           (extract(epoch FROM w.resolved_at) * 1000)::float8 AS "resolvedAtMs", w.resolved_by AS "resolvedByUserId",
           coalesce(u.name, u.email) AS "resolvedByName", r.pipeline_id AS "pipelineId", p.name AS "pipelineName",
           r.status AS "runStatus", r.started_by_user AS "startedByUserId", coalesce(s.name, s.email) AS "startedByName",
           w.model, w.needs_micros::float8 AS "needsMicros"
      FROM waits w
      JOIN runs r ON r.workspace_id = w.workspace_id AND r.id = w.run_id
      JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
      LEFT JOIN users u ON u.id = w.resolved_by
      LEFT JOIN users s ON s.id = r.started_by_user
     WHERE w.workspace_id = ${workspaceId}::uuid
       AND (${runId}::uuid IS NULL OR w.run_id = ${runId}::uuid)
       AND (${kinds}::text[] IS NULL OR w.kind = ANY(${kinds}::text[]))
       AND (${which} = 'all' OR (w.ending IS NULL) = (${which} = 'open'))
       AND (${page.after}::uuid IS NULL OR w.id < ${page.after}::uuid)
       AND (${person === null} OR (
             w.kind = 'approval'
             AND ((w.deciders -> 'roles' = '[]' AND w.deciders -> 'members' = '[]')
                  OR jsonb_exists(w.deciders -> 'roles', ${person?.role ?? ""})
                  OR jsonb_exists(w.deciders -> 'members', ${person?.address ?? ""}))
             AND NOT (w.no_self_approval AND r.started_by_user IS NOT DISTINCT FROM ${person?.userId ?? null}::uuid)
             AND NOT (w.ending IS NULL AND w.votes @> ${vote}::jsonb)))
     ORDER BY w.id DESC LIMIT ${page.limit}`;
}
