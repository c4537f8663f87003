import type { UserId } from "#core/ids.ts";
import type { Role } from "#core/policy/roles.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { revokeAllOf } from "#server/db/identity/forget-person.ts";
import { deleteMember } from "#server/db/identity/member-store.ts";
import { askForLookAgain } from "#server/db/money/budget-looks.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import type { Actor } from "#server/services/context.ts";
import { keepAnOwner, refuseChanged } from "./guard-roles.ts";

interface Leaver {
  readonly userId: UserId;
  /** As read in this transaction. */
  readonly role: Role;
}

/**
 * Removes a person from the workspace and everything they could act with: tokens and invitations are revoked, own
 * provider keys destroyed. Runs that need such a key use the workspace's, or fail at their next call and say that it is
 * missing; so do calls that wait for money.
 * @throws AppError NOT_FOUND, CONFLICT when they are the last owner, or the role was just changed.
 */
export async function takeOut(
  tx: TenantTransaction,
  actor: Actor,
  { userId, role }: Leaver,
  action: "member.leave" | "member.remove",
): Promise<void> {
  const { workspaceId } = actor;
  if (role === "owner") await keepAnOwner(tx, workspaceId, userId);
  if (!(await deleteMember(tx, workspaceId, userId, role))) await refuseChanged(tx, workspaceId, userId);
  const revoked = await revokeAllOf(tx, workspaceId, userId);
  await askForLookAgain(tx, workspaceId);
  await recordAudit(tx, actor, action, userId, { role, ...revoked });
}
