import { AppError } from "#core/errors.ts";
import { type InvitationId, invitationIdSchema } from "#core/ids.ts";
import type { Role } from "#core/policy/roles.ts";
import { createInvitationSecret } from "#server/crypto/invitation-secret.ts";
import { type TenantTransaction, withTenant } from "#server/db/driver/with-tenant.ts";
import {
  insertInvitation,
  listOpenInvitations,
  revokeInvitation,
} from "#server/db/identity/invitation-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { again } from "#server/services/idempotency.ts";
import { refuseAbove } from "./guard-roles.ts";

export interface CreateInvitationInput {
  readonly role: Role;
  readonly idempotencyKey?: string | null;
}

export const invitationDays = 7;
/** Links of a workspace that may be open at the same time. */
export const mostInvitations = 100;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Makes a link that lets one person in, whoever opens it first. `secret` is returned here and never again: only its
 * hash is kept. So a repeated request, whose answer was lost, makes another one and revokes the one nobody has seen.
 * @throws AppError FORBIDDEN, RATE_LIMITED, IDEMPOTENCY_MISMATCH, CONFLICT where too many are open.
 */
export async function createInvitation(
  context: ServiceContext,
  { role, idempotencyKey }: CreateInvitationInput,
): Promise<{ readonly invitationId: InvitationId; readonly secret: string; readonly link: string }> {
  authorize(context, "members.manage");
  const { actor, db, ports, publicOrigin } = context;
  const { workspaceId, userId } = actor;
  refuseAbove(actor, role);
  await ports.rateLimits.consume("invitation-create-by-person", userId);
  const { text: secret, hash } = createInvitationSecret(workspaceId);
  const request = { userId, role };
  const { invitationId } = await withTenant(db, workspaceId, (tx) =>
    again<{ invitationId: InvitationId }>(
      tx,
      actor,
      "members.invite",
      idempotencyKey,
      request,
      async (earlier) => {
        if (earlier !== null) await revokeUnseen(tx, context, earlier.invitationId);
        return insert(tx, context, role, hash);
      },
    ),
  );
  // Behind the #, which browsers do not send: it stands in no log on the way.
  return { invitationId, secret, link: `${publicOrigin}/invite#${secret}` };
}

async function insert(
  tx: TenantTransaction,
  { actor, clock, newId }: ServiceContext,
  role: Role,
  hash: string,
): Promise<{ readonly invitationId: InvitationId }> {
  const { workspaceId, userId } = actor;
  if ((await listOpenInvitations(tx, workspaceId)).length >= mostInvitations) {
    throw new AppError(
      "CONFLICT",
      `The workspace has ${mostInvitations} open invitation links. Revoke one that is no longer needed.`,
    );
  }
  const invitationId = invitationIdSchema.parse(newId());
  const expiresAtMs = clock.nowMs() + invitationDays * dayMs;
  await insertInvitation(tx, workspaceId, { id: invitationId, role, hash, createdBy: userId, expiresAtMs });
  await recordAudit(tx, actor, "invitation.create", invitationId, { role });
  return { invitationId };
}

async function revokeUnseen(
  tx: TenantTransaction,
  { actor }: ServiceContext,
  invitationId: InvitationId,
): Promise<void> {
  const isRevoked = await revokeInvitation(tx, actor.workspaceId, invitationId);
  if (isRevoked) await recordAudit(tx, actor, "invitation.revoke", invitationId);
}
