import { isAllowed, type Permission } from "#core/policy/permissions.ts";
import { requireMe } from "./require-me.ts";

/** Whether whoever asks may do this in a workspace: what they may not read need not be asked for. */
export async function mayIn(slug: string, permission: Permission): Promise<boolean> {
  const { workspaces } = await requireMe();
  const role = workspaces.find((workspace) => workspace.slug === slug)?.role;
  return role !== undefined && isAllowed(role, permission);
}
