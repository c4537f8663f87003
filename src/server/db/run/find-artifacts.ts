import type { ArtifactId, RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { escapeLike } from "#server/db/escape-like.ts";
import { excerptAround, type RawExcerpt } from "#server/db/excerpt-around.ts";
import { Prisma } from "#server/db/generated/client.ts";

export interface ArtifactLook {
  /** Matched against the name and, for texts in the database, the content; case-insensitive. */
  readonly text: string;
  readonly limit: number;
  /** The maximum number of artifacts examined: there is no index on contents. */
  readonly mostLooked: number;
  /** The maximum total size of their stored texts. */
  readonly mostBytes: number;
}

/** An artifact that was found, with its run's pipeline. */
export interface NamedArtifact {
  readonly id: ArtifactId;
  readonly name: string;
  readonly runId: RunId;
  readonly pipelineName: string;
}

/** A match with its excerpt. Null: only the name matches. */
export interface ArtifactHit extends NamedArtifact {
  readonly excerpt: RawExcerpt | null;
}

/** The newest saved artifacts whose name or content contains a text. */
export function findArtifacts(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  { text, limit, mostLooked, mostBytes }: ArtifactLook,
): Promise<readonly ArtifactHit[]> {
  const pattern = `%${escapeLike(text)}%`;
  const around = excerptAround(Prisma.sql`hits.content`, text);
  return tx.$queryRaw<ArtifactHit[]>(Prisma.sql`
    /* planned each time */ WITH newest AS (
      SELECT id, run_id, name, encoding, content, created_at,
             sum(pg_column_size(content)) FILTER (WHERE encoding = 'text')
               OVER (ORDER BY created_at DESC, id DESC) AS bytes
        FROM (SELECT * FROM artifacts WHERE workspace_id = ${workspaceId}::uuid AND kind = 'saved'
               ORDER BY created_at DESC, id DESC LIMIT ${mostLooked}::int) AS saved
    ), hits AS (
      SELECT a.id, a.name, a.run_id AS "runId", p.name AS "pipelineName", a.created_at,
             CASE WHEN a.bytes <= ${mostBytes}::bigint AND a.encoding = 'text' THEN a.content END AS content
        FROM newest a
        JOIN runs r ON r.workspace_id = ${workspaceId}::uuid AND r.id = a.run_id
        JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
       WHERE a.name ILIKE ${pattern}
          OR (a.bytes <= ${mostBytes}::bigint AND a.encoding = 'text' AND a.content ILIKE ${pattern})
       ORDER BY a.created_at DESC, a.id DESC LIMIT ${limit}::int
    )
    SELECT hits.id, hits.name, "runId", "pipelineName", to_jsonb(found) AS excerpt
      FROM hits LEFT JOIN LATERAL (${around}) AS found ON true
     ORDER BY created_at DESC, hits.id DESC`);
}
