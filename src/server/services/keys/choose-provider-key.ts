import type { ProviderKeyId, UserId, WorkspaceId } from "#core/ids.ts";
import type { ProviderName } from "#core/model/model-ref.ts";
import type { TenantTransaction } from "#server/db/with-tenant.ts";

/**
 * The credential that a person's run calls a provider with: their own newest key first, then the workspace's. Null when there is none.
 */
export async function chooseProviderKey(
  tx: TenantTransaction,
  choice: {
    readonly workspaceId: WorkspaceId;
    readonly provider: ProviderName;
    readonly userId: UserId | null;
  },
): Promise<ProviderKeyId | null> {
  const rows = await tx.$queryRaw<{ id: ProviderKeyId }[]>`
    SELECT id FROM provider_keys
     WHERE workspace_id = ${choice.workspaceId}::uuid AND provider = ${choice.provider} AND revoked_at IS NULL
       AND (owner_user_id IS NULL OR owner_user_id = ${choice.userId}::uuid)
     ORDER BY owner_user_id IS NULL, created_at DESC LIMIT 1`;
  return rows[0]?.id ?? null;
}
