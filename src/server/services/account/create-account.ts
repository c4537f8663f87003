import { type UserId, userIdSchema, type WorkspaceId, workspaceIdSchema } from "#core/ids.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import { insertMember } from "#server/db/identity/member-store.ts";
import { insertUser, type NewUser } from "#server/db/identity/user-store.ts";
import { insertWorkspace } from "#server/db/identity/workspace-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import type { ServiceTools } from "#server/services/context.ts";
import { uniqueSlugOf } from "#server/services/workspaces/slug.ts";

export interface CreatedAccount {
  readonly userId: UserId;
  readonly workspaceId: WorkspaceId;
  readonly workspaceSlug: string;
}

/**
 * Creates a person and their own workspace in one transaction; `alsoDo` runs inside it. Null, without any change, when
 * the e-mail address already has an account.
 */
export async function createAccount(
  tools: ServiceTools,
  person: Omit<NewUser, "id">,
  alsoDo: (tx: TenantTransaction, userId: UserId) => Promise<void> = async () => {},
): Promise<CreatedAccount | null> {
  const userId = userIdSchema.parse(tools.newId());
  const workspaceId = workspaceIdSchema.parse(tools.newId());
  const owner = ownerNameOf(person);
  const workspaceSlug = uniqueSlugOf(owner, workspaceId);
  return withTenant(tools.db, workspaceId, async (tx) => {
    if (!(await insertUser(tx, { ...person, id: userId }, tools.clock.nowMs()))) return null;
    const name = `${owner}'s workspace`;
    await insertWorkspace(tx, { id: workspaceId, name, slug: workspaceSlug, isDemo: false });
    await insertMember(tx, { workspaceId, userId, role: "owner" });
    await recordAudit(tx, { workspaceId, userId, tokenId: null }, "workspace.create", workspaceId, { name });
    await alsoDo(tx, userId);
    return { userId, workspaceId, workspaceSlug };
  });
}

/** The name that a person's workspace is named after. */
export function ownerNameOf({ name, email }: Pick<NewUser, "name" | "email">): string {
  return name ?? email.slice(0, email.indexOf("@"));
}
