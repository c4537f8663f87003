import { AppError } from "#core/errors.ts";
import type { UserId, WorkspaceId } from "#core/ids.ts";
import { isAtLeast, type Role } from "#core/policy/roles.ts";
import type { TenantTransaction } from "#server/db/driver/with-tenant.ts";
import { findRole, lockOwners } from "#server/db/identity/member-store.ts";
import type { Actor } from "#server/services/context.ts";

/** @throws AppError FORBIDDEN when `role` is above the actor's: nobody grants or removes a role above their own. */
export function refuseAbove(actor: Actor, role: Role): void {
  if (isAtLeast(actor.role, role)) return;
  throw new AppError(
    "FORBIDDEN",
    `You are an ${actor.role} of this workspace. Only an ${role} can make, change or remove an ${role}.`,
  );
}

/** @throws AppError NOT_FOUND when the person is not a member of the workspace. */
export async function requireRole(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<Role> {
  const role = await findRole(tx, workspaceId, userId);
  if (role === null) throw new AppError("NOT_FOUND", `There is no member ${userId} in this workspace.`);
  return role;
}

/** @throws AppError CONFLICT when the person is the last owner: a workspace always keeps one. */
export async function keepAnOwner(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  leaving: UserId,
): Promise<void> {
  const owners = await lockOwners(tx, workspaceId);
  if (owners.some((owner) => owner !== leaving)) return;
  throw new AppError(
    "CONFLICT",
    "This is the last owner of the workspace. Make somebody else an owner first.",
  );
}

/**
 * Throws for a caller whose change had no effect because somebody else was faster.
 * @throws AppError NOT_FOUND when the person is no longer a member, else CONFLICT.
 */
export async function refuseChanged(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<never> {
  const role = await requireRole(tx, workspaceId, userId);
  throw new AppError(
    "CONFLICT",
    `The role of this member has just been changed: it is ${role} now. Try again.`,
  );
}
