import { AppError } from "#core/errors.ts";
import type { ApiTokenId } from "#core/ids.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { findApiTokenOwner, revokeApiToken as writeRevoked } from "#server/db/identity/api-token-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * Revokes a token, effective with its next request: one's own, or anybody's for those who manage tokens.
 * @throws AppError FORBIDDEN, NOT_FOUND.
 */
export async function revokeApiToken(
  context: ServiceContext,
  input: { readonly tokenId: ApiTokenId },
): Promise<void> {
  authorize(context, "tokens.own");
  const { actor, db, clock } = context;
  const { workspaceId, userId, role } = actor;
  await withTenant(db, workspaceId, async (tx) => {
    const owner = await findApiTokenOwner(tx, workspaceId, input.tokenId);
    if (owner === null || (owner !== userId && !isAllowed(role, "tokens.manage"))) {
      throw new AppError("NOT_FOUND", `There is no API token ${input.tokenId} of yours in this workspace.`);
    }
    await writeRevoked(tx, workspaceId, input.tokenId, clock.nowMs());
    await recordAudit(tx, actor, "token.revoke", input.tokenId);
  });
}
