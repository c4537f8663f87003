import { isSameHash, parseApiToken } from "#server/crypto/api-token.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { findLiveToken, touchApiToken } from "#server/db/identity/api-token-store.ts";
import type { ServiceTools } from "#server/services/context.ts";
import type { Principal } from "#server/services/principal.ts";

/**
 * The person and workspace of an API token, or null when it is invalid, was revoked, has expired, or its owner is no
 * longer a member. The token contains its workspace, so the look-up is bound to that tenant like any other.
 */
export async function resolveApiToken(
  tools: Pick<ServiceTools, "db">,
  text: string,
): Promise<Extract<Principal, { kind: "token" }> | null> {
  const parsed = parseApiToken(text);
  if (parsed === null) return null;
  const { workspaceId, hash } = parsed;
  return withTenant(tools.db, workspaceId, async (tx) => {
    const token = await findLiveToken(tx, workspaceId, hash);
    if (token === null || !isSameHash(token.hash, hash)) return null;
    const { id: tokenId, userId, role, scopes, workspaceSlug } = token;
    if (token.isStale) await touchApiToken(tx, workspaceId, tokenId);
    return { kind: "token", tokenId, userId, workspaceId, workspaceSlug, scopes, role };
  });
}
