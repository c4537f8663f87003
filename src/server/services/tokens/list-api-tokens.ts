import { isAllowed } from "#core/policy/permissions.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { type ApiToken, listApiTokens as readTokens } from "#server/db/identity/api-token-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";

/**
 * The caller's tokens; for those who manage tokens, everybody's. Newest first.
 * @throws AppError FORBIDDEN.
 */
export async function listApiTokens(context: ServiceContext): Promise<readonly ApiToken[]> {
  authorize(context, "tokens.own");
  const { workspaceId, userId, role } = context.actor;
  const owner = isAllowed(role, "tokens.manage") ? null : userId;
  return withTenant(context.db, workspaceId, (tx) => readTokens(tx, workspaceId, owner));
}
