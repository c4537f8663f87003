import type { WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "../driver/tenant-sql.ts";

export interface NamedIds {
  /** Ids of things of the workspace. */
  readonly ids: readonly string[];
  /** Of people who occur in this workspace's audit: nobody else's name may be read here. */
  readonly userIds: readonly string[];
}

/**
 * The names of things of a workspace, by id. A run has its pipeline's name; deleted things have the name that was kept.
 * Unknown ids are left out.
 */
export async function readNames(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  { ids, userIds }: NamedIds,
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; name: string }[]>`
    /* planned each time */ WITH asked AS (SELECT unnest(${[...ids]}::uuid[]) AS id),
    named AS (
      SELECT p.id, p.name FROM pipelines p JOIN asked USING (id) WHERE p.workspace_id = ${workspaceId}::uuid
      UNION ALL
      SELECT d.subject_id, d.name FROM deletions d JOIN asked a ON a.id = d.subject_id
       WHERE d.workspace_id = ${workspaceId}::uuid AND d.kind = 'pipeline' AND d.name IS NOT NULL
      UNION ALL
      SELECT r.id, p.name FROM runs r JOIN asked USING (id)
        JOIN pipelines p ON p.workspace_id = r.workspace_id AND p.id = r.pipeline_id
       WHERE r.workspace_id = ${workspaceId}::uuid
      UNION ALL
      SELECT w.id, w.title FROM waits w JOIN asked USING (id) WHERE w.workspace_id = ${workspaceId}::uuid
      UNION ALL
      SELECT g.id, g.name FROM agents g JOIN asked USING (id) WHERE g.workspace_id = ${workspaceId}::uuid
      UNION ALL
      SELECT k.id, k.label FROM provider_keys k JOIN asked USING (id) WHERE k.workspace_id = ${workspaceId}::uuid
      UNION ALL
      SELECT s.id, s.name FROM secrets s JOIN asked USING (id) WHERE s.workspace_id = ${workspaceId}::uuid
      UNION ALL
      SELECT v.id, v.name FROM saved_views v JOIN asked USING (id) WHERE v.workspace_id = ${workspaceId}::uuid
      UNION ALL
      SELECT t.id, t.name FROM test_sets t JOIN asked USING (id) WHERE t.workspace_id = ${workspaceId}::uuid
      UNION ALL
      SELECT c.id, c.name FROM test_cases c JOIN asked USING (id) WHERE c.workspace_id = ${workspaceId}::uuid
      UNION ALL
      SELECT t.id, t.name FROM api_tokens t JOIN asked USING (id) WHERE t.workspace_id = ${workspaceId}::uuid
      UNION ALL
      SELECT e.id, coalesce(u.name, u.email, substring(e.url from '^[a-z]+://[^/?#]+'))
        FROM webhook_endpoints e JOIN asked USING (id) LEFT JOIN users u ON u.id = e.user_id
       WHERE e.workspace_id = ${workspaceId}::uuid
      UNION ALL
      SELECT b.id, coalesce(p.name, k.label, u.name, u.email, 'the whole workspace')
             || CASE b.per WHEN 'run' THEN ', each run' ELSE ', per ' || b.per END
        FROM budgets b JOIN asked USING (id)
        LEFT JOIN pipelines p ON p.workspace_id = b.workspace_id AND p.id = b.pipeline_id
        LEFT JOIN provider_keys k ON k.workspace_id = b.workspace_id AND k.id = b.provider_key_id
        LEFT JOIN users u ON u.id = b.user_id
       WHERE b.workspace_id = ${workspaceId}::uuid
      UNION ALL
      SELECT u.id, coalesce(u.name, u.email) FROM users u WHERE u.id = ANY(${[...userIds]}::uuid[])
    )
    SELECT id::text AS id, name FROM named WHERE name IS NOT NULL`;
  // The first one wins: the current name, before one that was kept.
  return new Map(rows.toReversed().map(({ id, name }) => [id, name]));
}
