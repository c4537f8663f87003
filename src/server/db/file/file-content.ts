import type { WorkspaceId } from "#core/ids.ts";
import type { TenantSql } from "#server/db/driver/tenant-sql.ts";

/** Writes the bytes of a file into its row, which must exist. */
export async function writeFileContent(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  sha256: string,
  content: Uint8Array | null,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE files SET content = ${content}::bytea
     WHERE workspace_id = ${workspaceId}::uuid AND sha256 = ${sha256}`;
}

/** Some bytes of a file, starting at `first` (from 0). Null where its row holds none. */
export async function readFileContent(
  tx: TenantSql,
  workspaceId: WorkspaceId,
  sha256: string,
  { first, count }: { readonly first: number; readonly count: number },
): Promise<Uint8Array | null> {
  const [row] = await tx.$queryRaw<{ content: Uint8Array | null }[]>`
    SELECT substring(content FROM ${first + 1}::int FOR ${count}::int) AS content FROM files
     WHERE workspace_id = ${workspaceId}::uuid AND sha256 = ${sha256}`;
  return row?.content ?? null;
}
