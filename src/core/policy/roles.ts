import { z } from "zod";

/** What a member of a workspace is, from most to least trusted. */
export const roles = ["owner", "admin", "editor", "viewer"] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** Whether `role` is at least as trusted as `other`: nobody may give away or take away more than they have. */
export function isAtLeast(role: Role, other: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(other);
}
