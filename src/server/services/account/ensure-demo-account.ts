import { type UserId, userIdSchema, type WorkspaceId, workspaceIdSchema } from "#core/ids.ts";
import { hashPassword } from "#server/crypto/password.ts";
import { withSystem, withTenant } from "#server/db/driver/with-tenant.ts";
import { insertMember } from "#server/db/identity/member-store.ts";
import { findUserByEmail, insertUser } from "#server/db/identity/user-store.ts";
import { insertWorkspace } from "#server/db/identity/workspace-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { uniqueSlugOf } from "#server/services/workspaces/slug.ts";

/** Mail cannot reach this address, so nobody can take the account over through its mailbox. */
export const demoEmail = "demo@penstock.local";

/**
 * Creates the demo's account and workspace; an existing account is left unchanged, password included. For the
 * operator's scripts only: no endpoint calls this.
 */
export async function ensureDemoAccount(tools: ServiceTools, password: string): Promise<UserId> {
  const known = await withSystem(tools.db, (tx) => findUserByEmail(tx, demoEmail));
  if (known !== null) return known.id;
  const passwordHash = await hashPassword(password);
  const userId = userIdSchema.parse(tools.newId());
  const workspaceId = workspaceIdSchema.parse(tools.newId());
  const isMade = await insertAccount(tools, { userId, workspaceId, passwordHash });
  return isMade ? userId : ensureDemoAccount(tools, password);
}

/** False when another start of the demo was faster. */
function insertAccount(
  tools: ServiceTools,
  ids: { readonly userId: UserId; readonly workspaceId: WorkspaceId; readonly passwordHash: string },
): Promise<boolean> {
  const { userId, workspaceId, passwordHash } = ids;
  const name = "Demo";
  const user = { id: userId, email: demoEmail, isEmailVerified: true, name, image: null, passwordHash };
  return withTenant(tools.db, workspaceId, async (tx) => {
    if (!(await insertUser(tx, user, tools.clock.nowMs()))) return false;
    await insertWorkspace(tx, { id: workspaceId, name, slug: uniqueSlugOf(name, workspaceId), isDemo: true });
    await insertMember(tx, { workspaceId, userId, role: "owner" });
    await recordAudit(tx, { workspaceId, userId, tokenId: null }, "workspace.create", workspaceId, { name });
    return true;
  });
}
