import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantTransaction } from "../../driver/with-tenant.ts";
import { escapeLike } from "../../escape-like.ts";
import { Prisma } from "../../generated/client.ts";
import { orderings, places, type RunListing, type RunPlace } from "./list-runs.ts";

export interface ContentSearch {
  /** Matched in the input or the output, case-insensitive. */
  readonly text: string;
  readonly after: RunPlace | null;
  /** The maximum number of runs returned. */
  readonly limit: number;
  /** The maximum number of runs examined: there is no index on their content. */
  readonly mostLooked: number;
  /** The maximum amount of stored data examined. Null: unlimited. The first run is always examined. */
  readonly mostBytes?: number | null;
}

export interface FoundRuns {
  readonly runs: readonly RunPlace[];
  /** How many were examined. */
  readonly looked: number;
  /** The last one examined, where there may be more after it. Null: these are all. */
  readonly lookedTo: RunPlace | null;
}

interface LookedRow {
  readonly id: RunId;
  readonly orderKey: number;
  readonly isHit: boolean;
  readonly place: number;
  /** The position of the last run that could have been examined. */
  readonly end: number;
}

/** Searches the first runs of a listing for a text in their inputs and outputs. */
export async function searchRunContent(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  listing: RunListing,
  { text, after, limit, mostLooked, mostBytes = null }: ContentSearch,
): Promise<FoundRuns> {
  const { key, by } = orderings[listing.order];
  // As in JSON: quotes are escaped with a backslash.
  const pattern = `%${escapeLike(JSON.stringify(text).slice(1, -1))}%`;
  const stored = Prisma.sql`coalesce(pg_column_size(r.input), 0) + coalesce(pg_column_size(r.output), 0)`;
  const bytes = mostBytes === null ? Prisma.sql`0` : Prisma.sql`sum(${stored}) OVER (ORDER BY ${by})`;
  const rows = await tx.$queryRaw<LookedRow[]>(Prisma.sql`
    /* planned each time */ WITH first AS (
      SELECT r.id, (${key})::float8 AS "orderKey", row_number() OVER (ORDER BY ${by})::int AS place, ${bytes} AS bytes,
             r.input, r.output
        FROM (${places(workspaceId, listing, { after, limit: mostLooked })}) AS first
        JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.id = first.id
       ORDER BY ${by} LIMIT ${mostLooked}
    ), looked AS (
      SELECT id, "orderKey", place,
             coalesce(input::text ILIKE ${pattern}, false) OR coalesce(output::text ILIKE ${pattern}, false) AS "isHit"
        FROM first WHERE place = 1 OR bytes <= ${mostBytes ?? 0}::bigint
    ), last AS (SELECT max(place) AS place, (SELECT max(place) FROM first) AS end FROM looked)
    SELECT looked.id, "orderKey", "isHit", looked.place, last.end FROM looked, last
     WHERE "isHit" OR looked.place = last.place ORDER BY looked.place`);
  const hits = rows.filter(({ isHit }) => isHit).slice(0, limit);
  const last = rows.at(-1);
  const isAll = last === undefined || (last.place === last.end && last.end < mostLooked);
  return { runs: hits, looked: last?.place ?? 0, lookedTo: isAll ? null : last };
}
