import {
  type InvitationId,
  invitationIdSchema,
  type UserId,
  userIdSchema,
  type WorkspaceId,
} from "#core/ids.ts";
import { roleSchema } from "#core/policy/role-schema.ts";
import type { Role } from "#core/policy/roles.ts";
import type { TenantTransaction } from "../driver/with-tenant.ts";

export interface NewInvitationRow {
  readonly id: InvitationId;
  readonly role: Role;
  /** SHA-256 of the link's secret, in hex. */
  readonly hash: string;
  readonly createdBy: UserId;
  readonly expiresAtMs: number;
}

/** An unused invitation, as people who may invite see it. */
export interface OpenInvitation {
  readonly id: InvitationId;
  readonly role: Role;
  readonly createdBy: UserId;
  readonly makerName: string;
  /** Its maker's current role. Null: they have left the workspace. */
  readonly makerRole: Role | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

/** An invitation in any state, with its workspace. */
export interface Invitation {
  readonly id: InvitationId;
  readonly role: Role;
  readonly makerName: string;
  readonly makerRole: Role | null;
  readonly isUsed: boolean;
  readonly isRevoked: boolean;
  readonly isExpired: boolean;
  readonly expiresAtMs: number;
  readonly workspaceName: string;
  readonly workspaceSlug: string;
}

export async function insertInvitation(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  { expiresAtMs, ...invitation }: NewInvitationRow,
): Promise<void> {
  await tx.invitation.create({ data: { ...invitation, workspaceId, expiresAt: new Date(expiresAtMs) } });
}

/** Those that may still be used, newest first. */
export async function listOpenInvitations(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
): Promise<readonly OpenInvitation[]> {
  const rows = await tx.$queryRaw<(Omit<OpenInvitation, "role" | "makerRole"> & RoleRow)[]>`
    SELECT i.id, i.role, i.created_by AS "createdBy", coalesce(u.name, u.email) AS "makerName", m.role AS "makerRole",
           (extract(epoch FROM i.created_at) * 1000)::float8 AS "createdAtMs",
           (extract(epoch FROM i.expires_at) * 1000)::float8 AS "expiresAtMs"
      FROM invitations i
      JOIN users u ON u.id = i.created_by
      LEFT JOIN members m ON m.workspace_id = i.workspace_id AND m.user_id = i.created_by
     WHERE i.workspace_id = ${workspaceId}::uuid AND i.used_at IS NULL AND i.revoked_at IS NULL
       AND i.expires_at > clock_timestamp()
     ORDER BY i.id DESC`;
  return rows.map((row) => ({
    ...row,
    ...readRoles(row),
    id: invitationIdSchema.parse(row.id),
    createdBy: userIdSchema.parse(row.createdBy),
  }));
}

/** The invitation whose secret has this hash. */
export async function findInvitation(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  hash: string,
): Promise<Invitation | null> {
  const rows = await tx.$queryRaw<(Omit<Invitation, "role" | "makerRole"> & RoleRow)[]>`
    SELECT i.id, i.role, coalesce(u.name, u.email) AS "makerName", m.role AS "makerRole",
           i.used_at IS NOT NULL AS "isUsed", i.revoked_at IS NOT NULL AS "isRevoked",
           i.expires_at <= clock_timestamp() AS "isExpired",
           (extract(epoch FROM i.expires_at) * 1000)::float8 AS "expiresAtMs",
           w.name AS "workspaceName", w.slug AS "workspaceSlug"
      FROM invitations i
      JOIN workspaces w ON w.id = i.workspace_id
      JOIN users u ON u.id = i.created_by
      LEFT JOIN members m ON m.workspace_id = i.workspace_id AND m.user_id = i.created_by
     WHERE i.workspace_id = ${workspaceId}::uuid AND i.hash = ${hash}`;
  const row = rows[0];
  return row === undefined ? null : { ...row, ...readRoles(row), id: invitationIdSchema.parse(row.id) };
}

/** Its role, and whether it was used or revoked. Null when this workspace has no such invitation. */
export async function findInvitationState(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  id: InvitationId,
): Promise<{ readonly role: Role; readonly isUsed: boolean } | null> {
  const row = await tx.invitation.findUnique({ where: { workspaceId_id: { workspaceId, id } } });
  return row === null ? null : { role: roleSchema.parse(row.role), isUsed: row.usedAt !== null };
}

/** False when it was used or revoked in the meantime: of two people at once, one gets in. */
export async function spendInvitation(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  id: InvitationId,
  userId: UserId,
): Promise<boolean> {
  const used = await tx.$executeRaw`
    UPDATE invitations SET used_at = clock_timestamp(), used_by = ${userId}::uuid
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND used_at IS NULL AND revoked_at IS NULL`;
  return used === 1;
}

/** False when there is nothing left to revoke. */
export async function revokeInvitation(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  id: InvitationId,
): Promise<boolean> {
  const revoked = await tx.$executeRaw`
    UPDATE invitations SET revoked_at = clock_timestamp()
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid AND used_at IS NULL AND revoked_at IS NULL`;
  return revoked === 1;
}

interface RoleRow {
  readonly role: string;
  readonly makerRole: string | null;
}

function readRoles({ role, makerRole }: RoleRow): { readonly role: Role; readonly makerRole: Role | null } {
  return { role: roleSchema.parse(role), makerRole: makerRole === null ? null : roleSchema.parse(makerRole) };
}
