import { type UserId, type WorkspaceId, workspaceIdSchema } from "#core/ids.ts";
import { roleSchema } from "#core/policy/role-schema.ts";
import type { Role } from "#core/policy/roles.ts";
import type { SystemTransaction, TenantTransaction, UserTransaction } from "../driver/with-tenant.ts";

export interface Workspace {
  readonly id: WorkspaceId;
  readonly name: string;
  /** Readable in addresses; made by us, never chosen, so that it tells nobody what others are called. */
  readonly slug: string;
  readonly isDemo: boolean;
  readonly createdAtMs: number;
}

/** A workspace with what one person is in it. */
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

/** Run it inside the new workspace's own transaction: no other may insert it. */
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
 * A page of all workspaces, in order of id, for operators' work over all of them. No role may list them; but each is
 * named where it is said when it is cleared next.
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

/** Everything a person is a member of, oldest first. */
export async function listMemberships(tx: UserTransaction, userId: UserId): Promise<readonly Membership[]> {
  const rows = await tx.member.findMany({
    where: { userId },
    include: { workspace: true },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(({ role, workspace }) => ({ ...toWorkspace(workspace), role: roleSchema.parse(role) }));
}

/** What a person is in the workspace of this id or slug; null when it does not exist or they are not a member of it. */
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
