import type { PipelineId, RunId, UserId, WorkspaceId } from "#core/ids.ts";
import type { RunOrder } from "#core/run/run-order.ts";
import type { RunStatus, TriggerKind } from "#core/run/status.ts";
import type { TenantTransaction } from "../../driver/with-tenant.ts";
import { Prisma } from "../../generated/client.ts";
import type { TextMatch } from "./match-run-text.ts";
import type { RunSummary } from "./run-reader.ts";

/** A run of a list, with who is behind it. */
export interface ListedRun extends RunSummary {
  /** Whoever started it, or in whose name a token did: their name, else their address; null where nobody did. */
  readonly startedByName: string | null;
  /** Of the API token that started it. */
  readonly tokenName: string | null;
  /** What it is ordered by, before its id: milliseconds or micros; 0 where the order is that of ids. */
  readonly orderKey: number;
}

export interface RunFilter {
  readonly pipelineId: PipelineId | null;
  readonly statuses: readonly RunStatus[] | null;
  /** The person who started them, or in whose name a token did. */
  readonly startedBy: UserId | null;
  /** Only those that these have started; null: all but judges, which an id still finds. */
  readonly triggerKinds: readonly TriggerKind[] | null;
  /** The oldest id of the time that is asked for: ids grow with time. */
  readonly from: RunId | null;
  /** What a text that is looked for may mean. */
  readonly match: TextMatch | null;
}

/** Where the page before ended: its last run, as that stood then. */
export interface RunPlace {
  readonly id: RunId;
  readonly orderKey: number;
}

interface Ordering {
  readonly key: Prisma.Sql;
  readonly rows: Prisma.Sql;
  readonly by: Prisma.Sql;
  after(place: RunPlace): Prisma.Sql;
}

/** Each has an index that gives its rows in its order, so a page costs the same however deep it lies. */
export const orderings: Record<RunOrder, Ordering> = {
  newest: {
    key: Prisma.sql`0`,
    rows: Prisma.sql`true`,
    by: Prisma.sql`r.id DESC`,
    after: ({ id }) => Prisma.sql`r.id < ${id}::uuid`,
  },
  oldest: {
    key: Prisma.sql`0`,
    rows: Prisma.sql`true`,
    by: Prisma.sql`r.id`,
    after: ({ id }) => Prisma.sql`r.id > ${id}::uuid`,
  },
  longest: byKey(Prisma.sql`r.took_ms`),
  costliest: byKey(Prisma.sql`r.ended_cost_micros`),
};

function byKey(key: Prisma.Sql): Ordering {
  return {
    key,
    rows: Prisma.sql`${key} IS NOT NULL`,
    by: Prisma.sql`${key} DESC, r.id DESC`,
    after: ({ id, orderKey }) => Prisma.sql`(${key}, r.id) < (${orderKey}::bigint, ${id}::uuid)`,
  };
}

export interface RunListing {
  readonly filter: RunFilter;
  readonly order: RunOrder;
}

/** One page, by key. Which runs are on it is found by an index alone; only those are read. */
export async function listRuns(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  listing: RunListing,
  page: { readonly after: RunPlace | null; readonly limit: number },
): Promise<readonly ListedRun[]> {
  const { key, by } = orderings[listing.order];
  const statement = Prisma.sql`
    SELECT r.id, r.pipeline_id AS "pipelineId", p.name AS "pipelineName", r.version_id AS "versionId",
           v.number AS "versionNumber", v.kind = 'rehearsal' AS "isRehearsal", r.status, r.trigger_kind AS "triggerKind", g.key AS "triggerKey", r.started_by_user AS "startedByUserId",
           coalesce(u.name, u.email) AS "startedByName", t.name AS "tokenName",
           r.forked_from_run_id AS "forkedFromRunId", r.closing->>'undo' AS undo, r.input_tokens::float8 AS "inputTokens",
           r.output_tokens::float8 AS "outputTokens",
           (CASE WHEN r.cost_unknown THEN NULL ELSE r.cost_micros END)::float8 AS "costMicros", r.is_sandbox AS "isSandbox",
           (extract(epoch FROM r.created_at) * 1000)::float8 AS "createdAtMs",
           (extract(epoch FROM r.started_at) * 1000)::float8 AS "startedAtMs",
           (extract(epoch FROM r.finished_at) * 1000)::float8 AS "finishedAtMs", r.error, (${key})::float8 AS "orderKey"
      FROM (${places(workspaceId, listing, page)}) AS place
      JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.id = place.id
      JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
      JOIN pipeline_versions v ON v.workspace_id = r.workspace_id AND v.id = r.version_id
      LEFT JOIN users u ON u.id = r.started_by_user
      LEFT JOIN api_tokens t ON t.workspace_id = r.workspace_id AND t.id = r.started_by_token
      LEFT JOIN triggers g ON g.workspace_id = r.workspace_id AND g.id = r.trigger_id
     ORDER BY ${by} LIMIT ${page.limit}`;
  return tx.$queryRaw<ListedRun[]>(statement);
}

/**
 * The ids of the first runs in the order; where statuses are asked for, the first of each, because an index has the
 * order within one.
 */
export function places(
  workspaceId: WorkspaceId,
  listing: RunListing,
  page: { readonly after: RunPlace | null; readonly limit: number },
): Prisma.Sql {
  const { by, after } = orderings[listing.order];
  const rest = page.after === null ? Prisma.sql`true` : after(page.after);
  const { statuses, ...others } = listing.filter;
  const first = (isOf: Prisma.Sql) => Prisma.sql`
    (SELECT r.id FROM runs r WHERE ${matching(workspaceId, { ...listing, filter: { ...others, statuses: null } })}
        AND ${isOf} AND ${rest} ORDER BY ${by} LIMIT ${page.limit})`;
  if (statuses === null) return first(Prisma.sql`true`);
  return Prisma.join(
    [...new Set(statuses)].map((status) => first(Prisma.sql`r.status = ${status}`)),
    " UNION ALL ",
  );
}

/** How many runs there are of a listing, as far as `most`. */
export async function countListedRuns(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  listing: RunListing,
  most: number,
): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::float8 AS count
      FROM (
        SELECT 1 FROM runs r WHERE ${matching(workspaceId, listing)} LIMIT ${most}
      ) AS found`;
  return rows[0]?.count ?? 0;
}

/** Only what is asked for stands in the statement, so that its plan is made for that. */
function matching(workspaceId: WorkspaceId, { filter, order }: RunListing): Prisma.Sql {
  const { pipelineId, statuses, startedBy, triggerKinds, from, match } = filter;
  const conditions = [
    Prisma.sql`r.workspace_id = ${workspaceId}::uuid`,
    // What a node has started is found through its parent.
    Prisma.sql`r.parent_run_id IS NULL`,
    orderings[order].rows,
    ...(pipelineId === null ? [] : [Prisma.sql`r.pipeline_id = ${pipelineId}::uuid`]),
    ...(statuses === null ? [] : [Prisma.sql`r.status = ANY(${[...statuses]}::text[])`]),
    ...(startedBy === null ? [] : [Prisma.sql`r.started_by_user = ${startedBy}::uuid`]),
    // What judges of test cases ask is listed where it is asked for.
    ...(triggerKinds === null && (match?.runIds.length ?? 0) === 0
      ? [Prisma.sql`r.trigger_kind <> 'judge'`]
      : []),
    ...(triggerKinds === null ? [] : [Prisma.sql`r.trigger_kind = ANY(${[...triggerKinds]}::text[])`]),
    ...(from === null ? [] : [Prisma.sql`r.id >= ${from}::uuid`]),
    ...(match === null ? [] : [meaning(match)]),
  ];
  return Prisma.join(conditions, " AND ");
}

function meaning({ pipelineIds, between, runIds }: TextMatch): Prisma.Sql {
  const [only, ...more] = pipelineIds;
  const ways = [
    ...(only === undefined
      ? []
      : [
          more.length === 0
            ? Prisma.sql`r.pipeline_id = ${only}::uuid`
            : Prisma.sql`r.pipeline_id = ANY(${[...pipelineIds]}::uuid[])`,
        ]),
    ...(between === null ? [] : [Prisma.sql`r.id BETWEEN ${between.first}::uuid AND ${between.last}::uuid`]),
    ...(runIds.length === 0 ? [] : [Prisma.sql`r.id = ANY(${[...runIds]}::uuid[])`]),
  ];
  return ways.length === 0 ? Prisma.sql`false` : Prisma.sql`(${Prisma.join(ways, " OR ")})`;
}
