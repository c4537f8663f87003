import { type WorkspaceId, workspaceIdSchema } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { insertMember } from "#server/db/identity/member-store.ts";
import { insertWorkspace } from "#server/db/identity/workspace-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import type { UserContext } from "#server/services/context.ts";
import { uniqueSlugOf } from "./slug.ts";

/**
 * Creates a workspace that the caller owns. Its slug is derived from the name and cannot be chosen.
 * @throws AppError RATE_LIMITED.
 */
export async function createWorkspace(
  context: UserContext,
  input: { readonly name: string; readonly isDemo: boolean },
): Promise<{ readonly workspaceId: WorkspaceId; readonly slug: string }> {
  const { db, newId, userId, ports } = context;
  await ports.rateLimits.consume("workspace-create-by-person", userId);
  const { name, isDemo } = input;
  const workspaceId = workspaceIdSchema.parse(newId());
  const slug = uniqueSlugOf(name, workspaceId);
  await withTenant(db, workspaceId, async (tx) => {
    await insertWorkspace(tx, { id: workspaceId, name, slug, isDemo });
    await insertMember(tx, { workspaceId, userId, role: "owner" });
    await recordAudit(tx, { workspaceId, userId, tokenId: null }, "workspace.create", workspaceId, { name });
  });
  return { workspaceId, slug };
}
