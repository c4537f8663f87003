import type { PipelineId, WorkspaceId } from "#core/ids.ts";
import type { PipelineOrder } from "#core/pipeline/pipeline-order.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";
import { escapeLike } from "../escape-like.ts";
import { Prisma } from "../generated/client.ts";
import type { PipelineSummary } from "./pipeline-store.ts";

/** A pipeline in a list. */
export interface ListedPipeline extends PipelineSummary {
  /** The sort key; ties are broken by id. */
  readonly orderKey: string;
}

/** The end of the previous page: its last pipeline, as it was then. */
export interface PipelinePlace {
  readonly id: PipelineId;
  readonly orderKey: string;
}

export interface PipelineListing {
  readonly withArchived: boolean;
  /** Part of the name. Empty: any. */
  readonly text: string;
  readonly order: PipelineOrder;
}

interface Ordering {
  /** The sort key, highest first, except in the order of names. */
  readonly key: Prisma.Sql;
  readonly direction: "ASC" | "DESC";
  readonly type: "text" | "float8";
  /** The joins that the key needs. */
  readonly from: Prisma.Sql;
}

/** Sums of a pipeline's counters. */
const counts = Prisma.sql`
  LEFT JOIN LATERAL (
    SELECT sum(run_count)::float8 AS runs, sum(success_count)::float8 AS successes, sum(error_count)::float8 AS errors
      FROM pipeline_counts WHERE workspace_id = p.workspace_id AND pipeline_id = p.id
  ) AS c ON true`;

const lastRun = Prisma.sql`
  LEFT JOIN LATERAL (
    SELECT created_at, cost_micros, cost_unknown FROM runs WHERE workspace_id = p.workspace_id AND pipeline_id = p.id
       AND parent_run_id IS NULL AND trigger_kind <> 'judge'
     ORDER BY id DESC LIMIT 1
  ) AS last ON true`;

/**
 * No index covers a pipeline's last run or its counts: these orders look them up per pipeline, in one short index scan
 * each, and never run by run.
 */
const orderings: Record<PipelineOrder, Ordering> = {
  changed: descending(Prisma.sql`extract(epoch FROM p.updated_at) * 1000`, Prisma.empty),
  run: descending(Prisma.sql`coalesce(extract(epoch FROM last.created_at) * 1000, -1)`, lastRun),
  // Natural order, 9 before 10: each number is padded with zeros and truncated to ten digits.
  name: {
    key: Prisma.sql`regexp_replace(regexp_replace(lower(p.name), '(\\d+)', '0000000000\\1', 'g'), '0*(\\d{10})', '\\1', 'g')`,
    direction: "ASC",
    type: "text",
    from: Prisma.empty,
  },
  failing: descending(Prisma.sql`coalesce(c.errors / nullif(c.successes + c.errors, 0), -1)`, counts),
  cost: descending(
    Prisma.sql`CASE WHEN last.cost_unknown THEN -1 ELSE coalesce(last.cost_micros, -1) END`,
    lastRun,
  ),
};

function descending(key: Prisma.Sql, from: Prisma.Sql): Ordering {
  return { key, direction: "DESC", type: "float8", from };
}

/** One page, by keyset; everything where `limit` is null. */
export async function listPipelines(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  { withArchived, text, order }: PipelineListing,
  page: { readonly after: PipelinePlace | null; readonly limit: number | null },
): Promise<readonly ListedPipeline[]> {
  const { key, direction, type, from } = orderings[order];
  const by = Prisma.raw(direction);
  const keyed = Prisma.sql`(${key})::${Prisma.raw(type)}`;
  const conditions = [
    Prisma.sql`p.workspace_id = ${workspaceId}::uuid`,
    ...(withArchived ? [] : [Prisma.sql`p.archived_at IS NULL`]),
    ...(text === "" ? [] : [Prisma.sql`p.name ILIKE '%' || ${escapeLike(text)}::text || '%'`]),
    ...(page.after === null ? [] : [behind(orderings[order], keyed, page.after)]),
  ];
  const statement = Prisma.sql`
    SELECT p.id, p.name, p.slug, p.draft_revision AS "draftRevision", p.published_version AS "publishedVersion",
           p.created_by AS "createdBy", (extract(epoch FROM p.created_at) * 1000)::float8 AS "createdAtMs",
           (extract(epoch FROM p.updated_at) * 1000)::float8 AS "updatedAtMs", p.archived_at IS NOT NULL AS "isArchived",
           coalesce(c.runs, 0) AS "runCount", coalesce(c.successes, 0) AS "successCount", coalesce(c.errors, 0) AS "errorCount",
           place.key::text AS "orderKey"
      FROM (
        SELECT p.workspace_id, p.id, ${keyed} AS key FROM pipelines p ${from}
         WHERE ${Prisma.join(conditions, " AND ")} ORDER BY key ${by}, p.id ${by} LIMIT ${page.limit}::int
      ) AS place
      JOIN pipelines p ON p.workspace_id = place.workspace_id AND p.id = place.id ${counts}
     ORDER BY place.key ${by}, p.id ${by}`;
  return tx.$queryRaw<ListedPipeline[]>(statement);
}

/** The key of the last pipeline is compared as it was when its page was read. */
function behind({ direction, type }: Ordering, key: Prisma.Sql, { id, orderKey }: PipelinePlace): Prisma.Sql {
  const place = Prisma.sql`(${orderKey}::text::${Prisma.raw(type)}, ${id}::uuid)`;
  return direction === "ASC" ? Prisma.sql`(${key}, p.id) > ${place}` : Prisma.sql`(${key}, p.id) < ${place}`;
}
