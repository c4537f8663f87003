import type { ArtifactId, RunId, WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";
import { type ArtifactSummary, listArtifacts } from "#server/db/run/artifact-store.ts";

/** Some artifacts, newest first, and a cursor for the next ones: null on the last page. */
export interface ArtifactPage {
  readonly artifacts: readonly ArtifactSummary[];
  readonly nextCursor: ArtifactId | null;
}

/** One page of a workspace's artifacts, or of a run's. */
export async function pageArtifacts(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  input: { readonly runId: RunId | null; readonly cursor: ArtifactId | null; readonly limit: number },
): Promise<ArtifactPage> {
  const { runId, cursor, limit } = input;
  const found = await listArtifacts(tx, workspaceId, { runId, after: cursor, limit: limit + 1 });
  const artifacts = found.slice(0, limit);
  return { artifacts, nextCursor: found.length > limit ? (artifacts.at(-1)?.id ?? null) : null };
}
