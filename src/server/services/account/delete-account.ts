import { AppError } from "#core/errors.ts";
import type { UserId } from "#core/ids.ts";
import { verifyPassword } from "#server/crypto/password.ts";
import { type UserTransaction, withUser } from "#server/db/driver/with-tenant.ts";
import { forgetPerson, inEachWorkspace, revokeAllOf } from "#server/db/identity/forget-person.ts";
import { deleteMember, lockOwners } from "#server/db/identity/member-store.ts";
import { findCredentials } from "#server/db/identity/user-store.ts";
import { findWorkspace } from "#server/db/identity/workspace-store.ts";
import { askForLookAgain } from "#server/db/money/budget-looks.ts";
import { recordAccountEvent } from "#server/services/audit/record-account-event.ts";
import type { UserContext } from "#server/services/context.ts";
import { fieldRefusal } from "./password-rules.ts";

export interface DeleteAccountInput {
  /** The person's own e-mail address, typed. */
  readonly confirm: string;
  /** Null for an account without one. */
  readonly currentPassword: string | null;
}

/**
 * Deletes the caller's account: they leave every workspace, their sessions end, their tokens and own keys are
 * destroyed. Only an id remains, which the audit and the ledger show as "Deleted account". The address is free again; a
 * new account with it is a different person.
 * @throws AppError INVALID_INPUT naming the field, RATE_LIMITED, CONFLICT naming the workspaces of which they are the
 * only owner, UNAUTHENTICATED when the account no longer exists.
 */
export async function deleteAccount(context: UserContext, input: DeleteAccountInput): Promise<void> {
  const { db, userId } = context;
  await refuseWithoutProof(context, input);
  await withUser(db, userId, async (tx) => {
    await refuseOnlyOwner(tx, userId);
    await recordAccountEvent(tx, { action: "account.delete", userId, isOwnDoing: true });
    await inEachWorkspace(tx, userId, async (tenant, workspaceId) => {
      await revokeAllOf(tenant, workspaceId, userId);
      await askForLookAgain(tenant, workspaceId);
      await deleteMember(tenant, workspaceId, userId);
    });
    await forgetPerson(tx, userId);
  });
}

/** Somebody at another person's open session must not be able to delete the account. */
async function refuseWithoutProof(
  { db, ports, userId }: UserContext,
  { confirm, currentPassword }: DeleteAccountInput,
): Promise<void> {
  const found = await withUser(db, userId, (tx) => findCredentials(tx, userId));
  if (found === null) throw new AppError("UNAUTHENTICATED", "This account no longer exists.");
  if (confirm.trim().toLowerCase() !== found.email) {
    throw fieldRefusal("confirm", "This is not your e-mail address.");
  }
  if (found.passwordHash === null) return;
  await ports.rateLimits.consume("password-change-by-person", userId);
  if (currentPassword === null || !(await verifyPassword(found.passwordHash, currentPassword))) {
    throw fieldRefusal("currentPassword", "This is not your password.");
  }
  await ports.rateLimits.reset("password-change-by-person", userId);
}

/** A workspace always keeps an owner. Locks the owners, so that two of them cannot leave at the same time. */
async function refuseOnlyOwner(tx: UserTransaction, userId: UserId): Promise<void> {
  const names: string[] = [];
  await inEachWorkspace(tx, userId, async (tenant, workspaceId) => {
    const owners = await lockOwners(tenant, workspaceId);
    if (owners.length !== 1 || owners[0] !== userId) return;
    names.push((await findWorkspace(tenant, workspaceId))?.name ?? workspaceId);
  });
  if (names.length === 0) return;
  throw new AppError(
    "CONFLICT",
    `You are the only owner of ${names.join(", ")}. Make somebody else an owner there, or delete the workspace, and then delete your account.`,
  );
}
