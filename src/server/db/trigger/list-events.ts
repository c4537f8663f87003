import type { PipelineId, RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";
import type { FiringOutcome } from "./firing-store.ts";

/** What an event did at one trigger. */
export interface EventFiring {
  readonly pipelineId: PipelineId;
  readonly pipelineName: string;
  /** Its id in the definition. */
  readonly triggerId: string;
  readonly outcome: FiringOutcome;
  /** Why it did not start. Null where it did. */
  readonly reason: string | null;
  readonly runId: RunId | null;
}

/** A node of a run, with its pipeline. */
export interface EventPlace {
  readonly pipelineName: string;
  readonly runId: RunId;
  readonly nodeId: string;
}

/** A received event. */
export interface ReceivedEvent {
  readonly eventId: string;
  /** The sender's own id. Null where it gave none, and for an event from a node. */
  readonly id: string | null;
  readonly name: string;
  readonly receivedAtMs: number;
  /** The node that sent it. Null: a person or a program did. */
  readonly sentBy: EventPlace | null;
  /** How many triggers and waits it matched. */
  readonly matched: number;
  readonly firings: readonly EventFiring[];
  /** The first of the waits that it ended. */
  readonly waits: readonly EventPlace[];
}

/** The maximum number of waits listed per event, which may end thousands. */
const mostWaits = 20;

/**
 * A workspace's events, latest first, optionally after a given one and of one name. Their firings are read per event
 * trigger, of which there are few, because firings are indexed by trigger.
 */
export async function listEvents(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  asked: { readonly name: string | null; readonly before: string | null; readonly limit: number },
): Promise<readonly ReceivedEvent[]> {
  const { name, before, limit } = asked;
  return tx.$queryRaw<ReceivedEvent[]>`
    /* planned each time */
    SELECT e.id AS "eventId", CASE WHEN e.run_id IS NULL THEN nullif(e.key, e.id::text) END AS id, e.name, e.matched,
           (extract(epoch FROM e.created_at) * 1000)::float8 AS "receivedAtMs",
           (SELECT jsonb_build_object('pipelineName', p.name, 'runId', r.id, 'nodeId', e.node_id)
              FROM runs r JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
             WHERE r.workspace_id = e.workspace_id AND r.id = e.run_id) AS "sentBy",
           coalesce((SELECT jsonb_agg(jsonb_build_object('pipelineId', t.pipeline_id, 'pipelineName', p.name, 'triggerId', t.key,
                                                         'outcome', f.outcome, 'reason', f.reason, 'runId', f.run_id)
                                      ORDER BY t.pipeline_id, t.key)
                       FROM triggers t
                       JOIN pipelines p ON p.workspace_id = t.workspace_id AND p.id = t.pipeline_id
                       JOIN trigger_firings f ON f.workspace_id = t.workspace_id AND f.trigger_id = t.id AND f.occurrence_key = e.id::text
                      WHERE t.workspace_id = e.workspace_id AND t.kind = 'event'), '[]') AS firings,
           coalesce((SELECT jsonb_agg(jsonb_build_object('pipelineName', p.name, 'runId', w.run_id, 'nodeId', w.node_id) ORDER BY w.id)
                       FROM (SELECT * FROM waits
                              WHERE workspace_id = e.workspace_id AND event_id = e.id ORDER BY id LIMIT ${mostWaits}) w
                       JOIN runs r ON r.workspace_id = w.workspace_id AND r.id = w.run_id
                       JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id), '[]') AS waits
      FROM events e
     WHERE e.workspace_id = ${workspaceId}::uuid AND (${name}::text IS NULL OR e.name = ${name}::text)
       AND (${before}::uuid IS NULL OR e.id < ${before}::uuid)
     ORDER BY e.id DESC LIMIT ${limit}`;
}
