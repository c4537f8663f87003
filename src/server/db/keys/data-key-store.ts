import type { WorkspaceId } from "#core/ids.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

/** A workspace's data key as stored: wrapped by a key of the keyring. */
export interface StoredDataKey {
  readonly version: number;
  readonly keyringId: string;
  readonly wrapped: string;
}

const columns = { version: true, keyringId: true, wrapped: true } as const;

/** The newest version, which seals new secrets. Null while the workspace has none. */
export async function findCurrentDataKey(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
): Promise<StoredDataKey | null> {
  return tx.dataKey.findFirst({ where: { workspaceId }, select: columns, orderBy: { version: "desc" } });
}

export async function findDataKey(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  version: number,
): Promise<StoredDataKey | null> {
  return tx.dataKey.findUnique({ where: { workspaceId_version: { workspaceId, version } }, select: columns });
}

export async function listDataKeys(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
): Promise<readonly StoredDataKey[]> {
  return tx.dataKey.findMany({ where: { workspaceId }, select: columns, orderBy: { version: "asc" } });
}

/** False when another transaction inserted this version first. */
export async function insertDataKey(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  key: StoredDataKey,
): Promise<boolean> {
  const { count } = await tx.dataKey.createMany({ data: { ...key, workspaceId }, skipDuplicates: true });
  return count === 1;
}

/** Replaces the wrapping by compare-and-set, so that concurrent rotations do not undo each other. */
export async function replaceWrapping(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  read: StoredDataKey,
  next: Pick<StoredDataKey, "keyringId" | "wrapped">,
): Promise<void> {
  await tx.dataKey.updateMany({
    where: { workspaceId, version: read.version, wrapped: read.wrapped },
    data: next,
  });
}
