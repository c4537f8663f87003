import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantTransaction } from "../../driver/with-tenant.ts";
import { escapeLike } from "../../escape-like.ts";
import { Prisma } from "../../generated/client.ts";
import { orderings, places, type RunListing, type RunPlace } from "./list-runs.ts";

export interface ContentSearch {
  /** What stands in the input or the output, in capitals or not. */
  readonly text: string;
  readonly after: RunPlace | null;
  /** The most runs that are returned. */
  readonly limit: number;
  /** The most runs that are looked at: no index knows what runs have said. */
  readonly mostLooked: number;
}

export interface FoundRuns {
  readonly runs: readonly RunPlace[];
  /** How many were looked at. */
  readonly looked: number;
  /** The last one that was looked at, where there may be more behind it; null: these are all. */
  readonly lookedTo: RunPlace | null;
}

interface LookedRow {
  readonly id: RunId;
  readonly orderKey: number;
  readonly isHit: boolean;
  readonly place: number;
}

/** Looks through the first runs of a listing for a text in their inputs and outputs. */
export async function searchRunContent(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  listing: RunListing,
  { text, after, limit, mostLooked }: ContentSearch,
): Promise<FoundRuns> {
  const { key, by } = orderings[listing.order];
  // As JSON writes it: a quote has a backslash before it.
  const pattern = `%${escapeLike(JSON.stringify(text).slice(1, -1))}%`;
  const rows = await tx.$queryRaw<LookedRow[]>(Prisma.sql`
    /* planned each time */ WITH looked AS (
      SELECT r.id, (${key})::float8 AS "orderKey", row_number() OVER (ORDER BY ${by})::int AS place,
             coalesce(r.input::text ILIKE ${pattern}, false) OR coalesce(r.output::text ILIKE ${pattern}, false) AS "isHit"
        FROM (${places(workspaceId, listing, { after, limit: mostLooked })}) AS first
        JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.id = first.id
       ORDER BY ${by} LIMIT ${mostLooked}
    ), last AS (SELECT max(place) AS place FROM looked)
    SELECT looked.id, "orderKey", "isHit", looked.place FROM looked, last
     WHERE "isHit" OR looked.place = last.place ORDER BY looked.place`);
  const hits = rows.filter(({ isHit }) => isHit).slice(0, limit);
  const end = rows.at(-1);
  const lookedTo = end !== undefined && end.place === mostLooked ? end : null;
  return { runs: hits, looked: end?.place ?? 0, lookedTo };
}
