import type { Role } from "#core/policy/roles.ts";

/** What a role lets a member do, in a line; each may also what those after it may. */
export const roleTexts: Readonly<Record<Role, string>> = {
  owner: "Everything, owners included",
  admin: "Manage members, shared keys and the workspace",
  editor: "Write agents and pipelines, publish and run them",
  viewer: "View everything but keys, and change nothing",
};
