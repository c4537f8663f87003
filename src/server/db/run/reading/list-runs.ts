import type { PipelineId, PipelineVersionId, RunId, UserId, WorkspaceId } from "#core/ids.ts";
import type { RunOrder } from "#core/run/run-order.ts";
import type { RunStatus, TriggerKind } from "#core/run/status.ts";
import type { TenantTransaction } from "../../driver/with-tenant.ts";
import { Prisma } from "../../generated/client.ts";
import type { TextMatch } from "./match-run-text.ts";
import type { RunSummary } from "./run-reader.ts";

/** A run in a list, with who started it. */
export interface ListedRun extends RunSummary {
  /** The person who started it, also through a token: their name, else their address. Null: nobody. */
  readonly startedByName: string | null;
  /** Of the API token that started it. */
  readonly tokenName: string | null;
  /** The sort key in milliseconds or micros; ties are broken by id. 0 where the order is that of ids. */
  readonly orderKey: number;
}

export interface RunFilter {
  readonly pipelineId: PipelineId | null;
  /** Only runs of this version. Set its pipeline too: the index needs it. */
  readonly versionId: PipelineVersionId | null;
  readonly statuses: readonly RunStatus[] | null;
  /** The person who started them, also through a token. */
  readonly startedBy: UserId | null;
  /** Only runs with these triggers. Null: all except judges' runs, which can still be found by id. */
  readonly triggerKinds: readonly TriggerKind[] | null;
  /** The lowest id of the requested time span: ids grow with time. */
  readonly from: RunId | null;
  /** Only ended runs that cost at least this, with all their descendants, micros of USD. */
  readonly costFromMicros: number | null;
  /** Likewise: at most this. */
  readonly costToMicros: number | null;
  /** What a search text may refer to. */
  readonly match: TextMatch | null;
}

/** Excludes only the runs of judges. */
export const everyRun: RunFilter = {
  pipelineId: null,
  versionId: null,
  statuses: null,
  startedBy: null,
  triggerKinds: null,
  from: null,
  costFromMicros: null,
  costToMicros: null,
  match: null,
};

/** The end of the previous page: its last run, as it was then. */
export interface RunPlace {
  readonly id: RunId;
  readonly orderKey: number;
}

interface Ordering {
  /** Whether an index gives this order for the filtered runs. */
  isIndexed(filter: RunFilter): boolean;
  readonly key: Prisma.Sql;
  readonly rows: Prisma.Sql;
  readonly by: Prisma.Sql;
  /** Exactly the columns that `by` uses: with one more, the index would no longer cover the query. */
  readonly sorted: Prisma.Sql;
  after(place: RunPlace): Prisma.Sql;
}

/** Each has an index in its order, so a deep page costs the same as the first. */
export const orderings: Record<RunOrder, Ordering> = {
  newest: {
    isIndexed: (filter) => !hasCost(filter),
    key: Prisma.sql`0`,
    rows: Prisma.sql`true`,
    by: Prisma.sql`r.id DESC`,
    sorted: Prisma.sql`r.id`,
    after: ({ id }) => Prisma.sql`r.id < ${id}::uuid`,
  },
  oldest: {
    isIndexed: (filter) => !hasCost(filter),
    key: Prisma.sql`0`,
    rows: Prisma.sql`true`,
    by: Prisma.sql`r.id`,
    sorted: Prisma.sql`r.id`,
    after: ({ id }) => Prisma.sql`r.id > ${id}::uuid`,
  },
  longest: byKey(Prisma.sql`r.took_ms`, (filter) => areStartersIndexed(filter) && !hasCost(filter)),
  costliest: byKey(Prisma.sql`r.ended_cost_micros`, areStartersIndexed),
};

function areStartersIndexed({ startedBy, triggerKinds }: RunFilter): boolean {
  return startedBy === null && triggerKinds === null;
}

function hasCost({ costFromMicros, costToMicros }: RunFilter): boolean {
  return costFromMicros !== null || costToMicros !== null;
}

function byKey(key: Prisma.Sql, isIndexed: Ordering["isIndexed"]): Ordering {
  return {
    isIndexed,
    key,
    rows: Prisma.sql`${key} IS NOT NULL`,
    by: Prisma.sql`${key} DESC, r.id DESC`,
    sorted: Prisma.sql`r.id, ${key}`,
    after: ({ id, orderKey }) => Prisma.sql`(${key}, r.id) < (${orderKey}::bigint, ${id}::uuid)`,
  };
}

export interface RunListing {
  readonly filter: RunFilter;
  readonly order: RunOrder;
  /** The filter leaves few runs, so all are found first and then sorted. Otherwise the order's index is scanned. */
  readonly isFew?: boolean;
}

/** One page, by keyset. The runs on it are found by an index-only scan; only those are read. */
export async function listRuns(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  listing: RunListing,
  page: { readonly after: RunPlace | null; readonly limit: number },
): Promise<readonly ListedRun[]> {
  const { key, by } = orderings[listing.order];
  const statement = Prisma.sql`
    /* planned each time */
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
 * The ids of the first runs in the order. For several statuses or kinds of triggers, the first of each are merged,
 * because the index is sorted within one value.
 */
export function places(
  workspaceId: WorkspaceId,
  listing: RunListing,
  page: { readonly after: RunPlace | null; readonly limit: number },
): Prisma.Sql {
  const { by, after } = orderings[listing.order];
  const rest = page.after === null ? Prisma.sql`true` : after(page.after);
  if (listing.isFew === true) return firstOfFew(workspaceId, listing, page.limit, rest);
  const { statuses, triggerKinds, ...others } = listing.filter;
  const first = (filter: RunFilter) => Prisma.sql`
    (SELECT r.id FROM runs r WHERE ${matching(workspaceId, { ...listing, filter })} AND ${rest}
      ORDER BY ${by} LIMIT ${page.limit})`;
  const each: readonly RunFilter[] =
    statuses === null
      ? [...new Set(triggerKinds ?? [null])].map((kind) => ({
          ...others,
          statuses,
          triggerKinds: kind === null ? null : [kind],
        }))
      : [...new Set(statuses)].map((status) => ({ ...others, triggerKinds, statuses: [status] }));
  return Prisma.join(each.map(first), " UNION ALL ");
}

/** Finds all matching runs, then sorts them: an index of the order might be scanned to its end. */
function firstOfFew(
  workspaceId: WorkspaceId,
  listing: RunListing,
  limit: number,
  rest: Prisma.Sql,
): Prisma.Sql {
  const { sorted, by } = orderings[listing.order];
  return Prisma.sql`
    WITH few AS MATERIALIZED (
      SELECT ${sorted} FROM runs r WHERE ${matching(workspaceId, listing)}
    )
    SELECT r.id FROM few r WHERE ${rest} ORDER BY ${by} LIMIT ${limit}`;
}

/** The maximum number of runs that are found first and then sorted: reading this many index rows takes a moment. */
const mostFew = 50_000;

/** Whether a listing should find its runs first and then sort them: no index has its order, and there are few. */
export async function hasFewRuns(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  listing: RunListing,
): Promise<boolean> {
  if (orderings[listing.order].isIndexed(listing.filter)) return false;
  return (await countListedRuns(tx, workspaceId, listing, mostFew + 1)) <= mostFew;
}

/** The number of runs in a listing, counted up to `most`. */
export async function countListedRuns(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  listing: RunListing,
  most: number,
): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    /* planned each time */
    SELECT count(*)::float8 AS count
      FROM (
        SELECT 1 FROM runs r WHERE ${matching(workspaceId, listing)} LIMIT ${most}
      ) AS found`;
  return rows[0]?.count ?? 0;
}

/** Only the conditions in use are in the statement, so that its plan fits them. */
function matching(workspaceId: WorkspaceId, { filter, order }: RunListing): Prisma.Sql {
  const { pipelineId, versionId, statuses, startedBy, triggerKinds, from, match } = filter;
  const { costFromMicros, costToMicros } = filter;
  const conditions = [
    Prisma.sql`r.workspace_id = ${workspaceId}::uuid`,
    // Child runs are found through their parent.
    Prisma.sql`r.parent_run_id IS NULL`,
    orderings[order].rows,
    ...(pipelineId === null ? [] : [Prisma.sql`r.pipeline_id = ${pipelineId}::uuid`]),
    ...(versionId === null ? [] : [Prisma.sql`r.version_id = ${versionId}::uuid`]),
    ...(statuses === null ? [] : [isOneOf(Prisma.sql`r.status`, statuses)]),
    ...(startedBy === null ? [] : [Prisma.sql`r.started_by_user = ${startedBy}::uuid`]),
    // Runs of judges are listed only on request.
    ...(triggerKinds === null && (match?.runIds.length ?? 0) === 0
      ? [Prisma.sql`r.trigger_kind <> 'judge'`]
      : []),
    ...(triggerKinds === null ? [] : [isOneOf(Prisma.sql`r.trigger_kind`, triggerKinds)]),
    ...(from === null ? [] : [Prisma.sql`r.id >= ${from}::uuid`]),
    ...(costFromMicros === null ? [] : [Prisma.sql`r.ended_cost_micros >= ${costFromMicros}::bigint`]),
    ...(costToMicros === null ? [] : [Prisma.sql`r.ended_cost_micros <= ${costToMicros}::bigint`]),
    ...(match === null ? [] : [meaning(match)]),
  ];
  return Prisma.join(conditions, " AND ");
}

/** An index is sorted only within one value, and used only if the statement asks for a single one. */
function isOneOf(column: Prisma.Sql, values: readonly string[]): Prisma.Sql {
  const [only, ...more] = values;
  return only !== undefined && more.length === 0
    ? Prisma.sql`${column} = ${only}`
    : Prisma.sql`${column} = ANY(${[...values]}::text[])`;
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
