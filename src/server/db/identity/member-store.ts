import { type UserId, userIdSchema, type WorkspaceId } from "#core/ids.ts";
import { roleSchema } from "#core/policy/role-schema.ts";
import type { Role } from "#core/policy/roles.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

export interface Member {
  readonly userId: UserId;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  readonly joinedAtMs: number;
}

/** False when the person is already a member. */
export async function insertMember(
  tx: TenantTransaction,
  member: { readonly workspaceId: WorkspaceId; readonly userId: UserId; readonly role: Role },
): Promise<boolean> {
  const { count } = await tx.member.createMany({ data: member, skipDuplicates: true });
  return count === 1;
}

/** Oldest first. */
export async function listMembers(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
): Promise<readonly Member[]> {
  const rows = await tx.member.findMany({
    where: { workspaceId },
    include: { user: { select: { email: true, name: true } } },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(({ userId, role, createdAt, user }) => ({
    userId: userIdSchema.parse(userId),
    email: user.email,
    name: user.name,
    role: roleSchema.parse(role),
    joinedAtMs: createdAt.getTime(),
  }));
}

/** The person's role, or null when they are not a member. */
export async function findRole(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<Role | null> {
  const row = await tx.member.findUnique({ where: { workspaceId_userId: { workspaceId, userId } } });
  return row === null ? null : roleSchema.parse(row.role);
}

/** Locks the workspace's owners until the transaction ends, so that two owners cannot both leave at once. */
export async function lockOwners(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
): Promise<readonly UserId[]> {
  const rows = await tx.$queryRaw<{ userId: string }[]>`
    SELECT user_id AS "userId" FROM members
     WHERE workspace_id = ${workspaceId}::uuid AND role = 'owner' ORDER BY user_id FOR UPDATE`;
  return rows.map(({ userId }) => userIdSchema.parse(userId));
}

/** False when the person no longer has the role `before`. */
export async function updateRole(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  userId: UserId,
  { before, after }: { readonly before: Role; readonly after: Role },
): Promise<boolean> {
  const where = { workspaceId, userId, role: before };
  return (await tx.member.updateMany({ where, data: { role: after } })).count === 1;
}

/** False when the person is not a member, or no longer has the given role. */
export async function deleteMember(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  userId: UserId,
  role?: Role,
): Promise<boolean> {
  const where = { workspaceId, userId, ...(role === undefined ? {} : { role }) };
  return (await tx.member.deleteMany({ where })).count === 1;
}
