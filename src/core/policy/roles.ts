/** The roles of a workspace's members, from most to least trusted. */
export const roles = ["owner", "admin", "editor", "viewer"] as const;
export type Role = (typeof roles)[number];

/** Whether `role` is at least as trusted as `other`: nobody may grant or revoke more than they have. */
export function isAtLeast(role: Role, other: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(other);
}
