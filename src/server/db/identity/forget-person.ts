import { type UserId, type WorkspaceId, workspaceIdSchema } from "#core/ids.ts";
import type { TenantTransaction, UserTransaction } from "../driver/with-tenant.ts";

/**
 * Does the same in every workspace that a person is a member of, in a fixed order, each under that tenant's own
 * setting.
 */
export async function inEachWorkspace(
  tx: UserTransaction,
  userId: UserId,
  work: (tx: TenantTransaction, workspaceId: WorkspaceId) => Promise<void>,
): Promise<void> {
  const rows = await tx.$queryRaw<{ workspaceId: string }[]>`
    SELECT workspace_id AS "workspaceId" FROM members WHERE user_id = ${userId}::uuid ORDER BY 1`;
  for (const row of rows) {
    const workspaceId = workspaceIdSchema.parse(row.workspaceId);
    await tx.$queryRaw`SELECT set_config('app.workspace_id', ${workspaceId}, true)`;
    await work(tx as unknown as TenantTransaction, workspaceId);
  }
  await tx.$queryRaw`SELECT set_config('app.workspace_id', '', true)`;
}

/** How many of each were still valid. */
export interface Revoked {
  readonly tokens: number;
  readonly invitations: number;
  readonly providerKeys: number;
}

/** Revokes a person's access to a workspace: tokens and invitations are revoked, their own keys destroyed. */
export async function revokeAllOf(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<Revoked> {
  const tokens = await tx.$executeRaw`
    UPDATE api_tokens SET revoked_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND user_id = ${userId}::uuid AND revoked_at IS NULL`;
  const invitations = await tx.$executeRaw`
    UPDATE invitations SET revoked_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND created_by = ${userId}::uuid AND revoked_at IS NULL AND used_at IS NULL`;
  const providerKeys = await tx.$executeRaw`
    UPDATE provider_keys SET revoked_at = clock_timestamp(), ciphertext = ''
     WHERE workspace_id = ${workspaceId}::uuid AND owner_user_id = ${userId}::uuid AND revoked_at IS NULL`;
  return { tokens, invitations, providerKeys };
}

/**
 * Anonymises the person: no name, no address, no password, no sign-in; only the id stays, because what they did refers
 * to it.
 */
export async function forgetPerson(tx: UserTransaction, userId: UserId): Promise<void> {
  await tx.$executeRaw`
    UPDATE users SET email = 'deleted-' || id || '@deleted.invalid', email_verified_at = NULL, name = 'Deleted account',
           image = NULL, password_hash = NULL
     WHERE id = ${userId}::uuid`;
  await tx.$executeRaw`DELETE FROM accounts WHERE user_id = ${userId}::uuid`;
  await tx.$executeRaw`
    UPDATE sessions SET user_agent = NULL, revoked_at = coalesce(revoked_at, clock_timestamp()) WHERE user_id = ${userId}::uuid`;
}
