import type { PipelineId, RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "../../driver/tenant-sql.ts";
import { escapeLike } from "../../escape-like.ts";

/** Runs that a text may mean: all of these pipelines, all whose ids lie between two, and these. */
export interface TextMatch {
  readonly pipelineIds: readonly PipelineId[];
  readonly between: { readonly first: string; readonly last: string } | null;
  readonly runIds: readonly RunId[];
}

/** Shorter ones mean too much: the end of an id has only sixteen letters. */
const shortestPart = 4;
/** The most runs whose ids end with the text; the newest are found. */
const mostEnds = 200;

/**
 * Looks a text up before the runs are read: the names of pipelines that have it, and ids that begin or end with it. So
 * the list is asked for what an index finds, and not every run for its words.
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
  // As the database keeps it: the last letter first. Whatever follows it comes before a "g".
  const end = [...part.slice(-8)].reverse().join("");
  const ends = await tx.$queryRaw<{ id: RunId }[]>`
    SELECT id FROM runs
     WHERE workspace_id = ${workspaceId}::uuid AND id_end ~>=~ ${end} AND id_end ~<~ ${`${end}g`}
       AND id::text LIKE '%' || ${part}::text
     ORDER BY id DESC LIMIT ${mostEnds}`;
  return { pipelineIds, between: idsBeginningWith(part), runIds: ends.map(({ id }) => id) };
}

/** The first and the last id that begin so; null where none can. */
function idsBeginningWith(part: string): TextMatch["between"] {
  const filled = (digit: string) =>
    part + `8-4-4-4-12`.replace(/\d+/g, (count) => digit.repeat(Number(count))).slice(part.length);
  const first = filled("0");
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(first) ? { first, last: filled("f") } : null;
}
