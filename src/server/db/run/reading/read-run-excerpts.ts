import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantTransaction } from "../../driver/with-tenant.ts";
import { excerptAround, type RawExcerpt } from "../../excerpt-around.ts";
import { Prisma } from "../../generated/client.ts";

/** Excerpts of a text in the input, or else the output, of a few runs; runs that do not contain it are left out. */
export async function readRunExcerpts(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  runIds: readonly RunId[],
  text: string,
): Promise<ReadonlyMap<RunId, RawExcerpt>> {
  if (runIds.length === 0) return new Map();
  // As in JSON: quotes are escaped with a backslash.
  const wanted = JSON.stringify(text).slice(1, -1);
  const around = (column: Prisma.Sql) => excerptAround(Prisma.sql`${column}::text`, wanted);
  const rows = await tx.$queryRaw<(RawExcerpt & { readonly id: RunId })[]>(Prisma.sql`
    SELECT r.id, found.*
      FROM runs r
      CROSS JOIN LATERAL (
        SELECT * FROM (${around(Prisma.sql`r.input`)}) AS given
        UNION ALL
        SELECT * FROM (${around(Prisma.sql`r.output`)}) AS made
        LIMIT 1
      ) AS found
     WHERE r.workspace_id = ${workspaceId}::uuid AND r.id = ANY(${[...runIds]}::uuid[])`);
  return new Map(rows.map(({ id, ...excerpt }) => [id, excerpt]));
}
