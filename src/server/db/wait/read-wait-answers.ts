import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { CastVote } from "#core/waits/decision.ts";
import type { WaitAnswer } from "#core/waits/words.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

interface EndedWait {
  readonly nodeId: string;
  readonly choice: string | null;
  readonly votes: readonly CastVote[];
  readonly event: Omit<Extract<WaitAnswer, { kind: "event" }>, "kind"> | null;
}

/** How the waits of a run ended, by node id. Decisions about tool calls are left out. */
export async function readWaitAnswers(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  runId: RunId,
): Promise<ReadonlyMap<string, WaitAnswer>> {
  const ended = await tx.$queryRaw<EndedWait[]>`
    SELECT w.node_id AS "nodeId", w.choice, w.votes,
           CASE WHEN w.ending = 'event' THEN jsonb_build_object('id', e.id, 'name', e.name, 'data', e.data,
             'sentAtMs', (extract(epoch FROM e.created_at) * 1000)::float8) END AS event
      FROM waits w LEFT JOIN events e ON e.workspace_id = w.workspace_id AND e.id = w.event_id
     WHERE w.workspace_id = ${workspaceId}::uuid AND w.run_id = ${runId}::uuid
       AND w.step IS NULL AND w.ending IN ('decided', 'event', 'elapsed')`;
  return new Map(ended.map((wait) => [wait.nodeId, answerOf(wait)]));
}

function answerOf({ choice, votes, event }: EndedWait): WaitAnswer {
  if (event !== null) return { kind: "event", ...event };
  const by = votes.filter((vote) => vote.choice === choice);
  const last = by.at(-1);
  // A choice without a vote was made by the time-out.
  if (choice === null || last === undefined) return { kind: "elapsed" };
  const voters = by.map(({ userId, address }) => ({ userId, address }));
  return { kind: "decided", choice, form: last.form, by: voters, atMs: last.atMs };
}
