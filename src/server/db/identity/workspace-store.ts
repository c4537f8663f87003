import { type UserId, type WorkspaceId, workspaceIdSchema } from "#core/ids.ts";
import { roleSchema } from "#core/policy/role-schema.ts";
import type { Role } from "#core/policy/roles.ts";
import type { SystemTransaction, TenantTransaction, UserTransaction } from "../driver/with-tenant.ts";

export interface Workspace {
  readonly id: WorkspaceId;
  readonly name: string;
  /** Readable in URLs. Generated, never chosen, so that it reveals nothing about other workspaces' names. */
  readonly slug: string;
  readonly isDemo: boolean;
  readonly createdAtMs: number;
}

/** A workspace with one person's role in it. */
export interface Membership extends Workspace {
  readonly role: Role;
}

interface WorkspaceRow {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly isDemo: boolean;
  readonly createdAt: Date;
}

function toWorkspace({ id, name, slug, isDemo, createdAt }: WorkspaceRow): Workspace {
  return { id: workspaceIdSchema.parse(id), name, slug, isDemo, createdAtMs: createdAt.getTime() };
}

/** Run it inside the new workspace's own transaction: row-level security refuses it in any other. */
export async function insertWorkspace(
  tx: TenantTransaction,
  workspace: Pick<Workspace, "id" | "name" | "slug" | "isDemo">,
): Promise<void> {
  await tx.workspace.create({ data: workspace });
}

export async function findWorkspace(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
): Promise<Workspace | null> {
  const row = await tx.workspace.findUnique({ where: { id: workspaceId } });
  return row === null ? null : toWorkspace(row);
}

export async function renameWorkspace(
  tx: TenantTransaction,
  workspaceId: WorkspaceId,
  name: string,
): Promise<void> {
  await tx.workspace.update({ where: { id: workspaceId }, data: { name } });
}

/**
 * A page of all workspaces, ordered by id, for operators' tasks. No role may list the workspaces themselves, but each
 * has a row in the clearing schedule.
 */
export async function listWorkspaceIds(
  tx: SystemTransaction,
  after: WorkspaceId | null,
  limit: number,
): Promise<readonly WorkspaceId[]> {
  const rows = await tx.$queryRaw<{ id: WorkspaceId }[]>`
    SELECT workspace_id AS id FROM system.clearings
     WHERE ${after}::uuid IS NULL OR workspace_id > ${after}::uuid ORDER BY 1 LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** All workspaces of a person, oldest first. */
export async function listMemberships(tx: UserTransaction, userId: UserId): Promise<readonly Membership[]> {
  const rows = await tx.member.findMany({
    where: { userId },
    include: { workspace: true },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(({ role, workspace }) => ({ ...toWorkspace(workspace), role: roleSchema.parse(role) }));
}

/** A person's membership in the workspace of this id or slug. Null when it does not exist or they are not a member. */
export async function findMembership(
  tx: UserTransaction,
  userId: UserId,
  idOrSlug: string,
): Promise<{ readonly workspaceId: WorkspaceId; readonly role: Role } | null> {
  const isId = workspaceIdSchema.safeParse(idOrSlug).success;
  const row = await tx.member.findFirst({
    where: { userId, workspace: isId ? { id: idOrSlug } : { slug: idOrSlug } },
    select: { workspaceId: true, role: true },
  });
  if (row === null) return null;
  return { workspaceId: workspaceIdSchema.parse(row.workspaceId), role: roleSchema.parse(row.role) };
}
