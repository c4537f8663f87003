import type { RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { StageDatabase } from "./set-stage.ts";

interface Used {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number;
}

export interface NodeRunFacts extends Used {
  readonly nodeId: string;
  readonly nodeType: string;
  readonly status: string;
  readonly output: Json;
  readonly finishedAtMs: number | null;
}

export interface AttemptFacts extends Used {
  readonly nodeId: string;
  readonly number: number;
  readonly status: string;
  /** It was to call a model, and no open circuit kept it from that: such a one is tried for nothing. */
  readonly isPaid: boolean;
  readonly isEstimated: boolean;
  readonly requestId: string | null;
  readonly text: string | null;
}

export interface LedgerFacts extends Used {
  readonly nodeId: string;
  readonly attempt: number;
  readonly kind: string;
}

export interface EventFacts {
  readonly seq: number;
  readonly type: string;
  readonly nodeId: string | null;
  readonly attempt: number | null;
  readonly text: string | null;
  readonly atMs: number;
}

/** All that the database holds of one run. */
export interface RunFacts extends Used {
  readonly runId: RunId;
  readonly workspaceId: string;
  readonly status: string;
  readonly output: Json;
  readonly lastSeq: number;
  readonly leases: number;
  /** It ended so long ago that the text of its completed nodes need no longer be in its log. */
  readonly isTidied: boolean;
  readonly nodeRuns: readonly NodeRunFacts[];
  readonly attempts: readonly AttemptFacts[];
  readonly ledger: readonly LedgerFacts[];
  readonly events: readonly EventFacts[];
}

type RunRow = Omit<RunFacts, "nodeRuns" | "attempts" | "ledger" | "events">;

const used = `input_tokens::float8 as "inputTokens", output_tokens::float8 as "outputTokens"`;
const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

export async function readRunFacts({ asOwner }: StageDatabase, runId: RunId): Promise<RunFacts> {
  const [run] = await asOwner<RunRow>(
    `select id as "runId", workspace_id as "workspaceId", status, output, last_event_seq::float8 as "lastSeq", ${used},
            cost_micros::float8 as "costMicros", (select count(*)::int from system.leases where run_id = $1) as leases,
            coalesce(finished_at < now() - interval '9 minutes', false) as "isTidied"
     from runs where id = $1`,
    [runId],
  );
  if (run === undefined) throw new Error(`There is no run ${runId}`);
  const nodeRuns = await asOwner<NodeRunFacts>(
    `select node_id as "nodeId", node_type as "nodeType", status, output, ${used}, cost_micros::float8 as "costMicros",
            ${ms("finished_at")} as "finishedAtMs" from node_runs where run_id = $1 order by node_id`,
    [runId],
  );
  const attempts = await asOwner<AttemptFacts>(
    `select node_id as "nodeId", number, status, usage_estimated as "isEstimated",
            provider is not null and error ->> 'code' is distinct from 'CIRCUIT_OPEN' as "isPaid",
            provider_request_id as "requestId", text, ${used}, coalesce(cost_micros, 0)::float8 as "costMicros"
     from attempts where run_id = $1 order by node_id, number`,
    [runId],
  );
  const ledger = await asOwner<LedgerFacts>(
    `select node_id as "nodeId", attempt, kind, ${used}, amount_micros::float8 as "costMicros"
     from ledger_entries where run_id = $1 order by node_id, attempt, created_at`,
    [runId],
  );
  const events = await asOwner<EventFacts>(
    `select seq::float8 as seq, type, node_id as "nodeId", attempt, payload->>'text' as text, ${ms("created_at")} as "atMs"
     from run_events where run_id = $1 order by seq`,
    [runId],
  );
  return { ...run, nodeRuns, attempts, ledger, events };
}
