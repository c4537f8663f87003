import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listOpenInvitations, type OpenInvitation } from "#server/db/identity/invitation-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { mayStillInvite } from "./guard-invitations.ts";

/** An open invitation; `isGood` is false while its maker may not add members with this role. */
export interface ListedInvitation extends Omit<OpenInvitation, "makerRole"> {
  readonly isGood: boolean;
}

/**
 * The unused links, newest first. Their secrets are never shown.
 * @throws AppError FORBIDDEN.
 */
export async function listInvitations(context: ServiceContext): Promise<readonly ListedInvitation[]> {
  authorize(context, "members.manage");
  const { workspaceId } = context.actor;
  const open = await withTenant(context.db, workspaceId, (tx) => listOpenInvitations(tx, workspaceId));
  return open.map(({ makerRole, ...invitation }) => ({
    ...invitation,
    isGood: mayStillInvite(makerRole, invitation.role),
  }));
}
