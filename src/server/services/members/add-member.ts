import { AppError } from "#core/errors.ts";
import type { UserId } from "#core/ids.ts";
import { parseEmail } from "#core/policy/email.ts";
import type { Role } from "#core/policy/roles.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { insertMember } from "#server/db/identity/member-store.ts";
import { findUserByEmail } from "#server/db/identity/user-store.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { refuseAbove } from "./guard-roles.ts";

/**
 * Adds somebody who has an account to the workspace. The answer reveals whether an address has one, and anyone can
 * create a workspace to ask from, so each person may ask only a few times an hour.
 * @throws AppError FORBIDDEN, RATE_LIMITED, INVALID_INPUT, NOT_FOUND when the address has no account, CONFLICT when
 * they are already in.
 */
export async function addMember(
  context: ServiceContext,
  input: { readonly email: string; readonly role: Role },
): Promise<{ readonly userId: UserId }> {
  authorize(context, "members.manage");
  const { actor, db, ports } = context;
  refuseAbove(actor, input.role);
  const parsed = parseEmail(input.email);
  if (!parsed.ok) throw new AppError("INVALID_INPUT", parsed.message);
  await ports.rateLimits.consume("member-add-by-person", actor.userId);
  return withTenant(db, actor.workspaceId, async (tx) => {
    const user = await findUserByEmail(tx, parsed.email);
    if (user === null)
      throw new AppError("NOT_FOUND", `${parsed.email} has no account here. Ask them to sign up first.`);
    const isNew = await insertMember(tx, {
      workspaceId: actor.workspaceId,
      userId: user.id,
      role: input.role,
    });
    if (!isNew) throw new AppError("CONFLICT", `${parsed.email} is already a member of this workspace.`);
    await recordAudit(tx, actor, "member.add", user.id, { role: input.role });
    return { userId: user.id };
  });
}
