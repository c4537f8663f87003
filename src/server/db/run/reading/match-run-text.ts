import type { PipelineId, RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "../../driver/tenant-sql.ts";
import { escapeLike } from "../../escape-like.ts";

/** The runs that a search text may refer to: all of these pipelines, all with ids in a range, and these. */
export interface TextMatch {
  readonly pipelineIds: readonly PipelineId[];
  readonly between: { readonly first: string; readonly last: string } | null;
  readonly runIds: readonly RunId[];
}

/** Shorter ones match too much: each character of an id has only sixteen values. */
const shortestPart = 4;
/** The maximum number of runs whose ids end with the text; the newest are found. */
const mostEnds = 200;

/**
 * Looks a search text up before the runs are read: pipelines whose names contain it, and ids that begin or end with it.
 * The list can then use indexes, instead of searching the text of every run.
 */
export async function matchRunText(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  text: string,
): Promise<TextMatch> {
  const named = await tx.$queryRaw<{ id: PipelineId }[]>`
    SELECT id FROM pipelines WHERE workspace_id = ${workspaceId}::uuid AND name ILIKE '%' || ${escapeLike(text)}::text || '%'`;
  const pipelineIds = named.map(({ id }) => id);
  const part = text.toLowerCase();
  if (part.length < shortestPart || !/^[0-9a-f-]{1,36}$/.test(part)) {
    return { pipelineIds, between: null, runIds: [] };
  }
  // Reversed, as the database stores it. "g" sorts after every hexadecimal digit.
  const end = [...part.slice(-8)].reverse().join("");
  const ends = await tx.$queryRaw<{ id: RunId }[]>`
    SELECT id FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND id_end ~>=~ ${end} AND id_end ~<~ ${`${end}g`}
       AND id::text LIKE '%' || ${part}::text
     ORDER BY id DESC LIMIT ${mostEnds}`;
  return { pipelineIds, between: idsBeginningWith(part), runIds: ends.map(({ id }) => id) };
}

/** The first and the last id with this prefix. Null where none can have it. */
function idsBeginningWith(part: string): TextMatch["between"] {
  const filled = (digit: string) =>
    part + `8-4-4-4-12`.replace(/\d+/g, (count) => digit.repeat(Number(count))).slice(part.length);
  const first = filled("0");
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(first) ? { first, last: filled("f") } : null;
}
