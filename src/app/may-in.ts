import { isAllowed, type Permission } from "#core/policy/permissions.ts";
import { requireMe } from "./require-me.ts";

/** Whether the current person has a permission in a workspace. Saves asking for data that would be refused. */
export async function mayIn(slug: string, permission: Permission): Promise<boolean> {
  const { workspaces } = await requireMe();
  const role = workspaces.find((workspace) => workspace.slug === slug)?.role;
  return role !== undefined && isAllowed(role, permission);
}
