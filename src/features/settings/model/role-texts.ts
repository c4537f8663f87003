import type { Role } from "#core/policy/roles.ts";

/** What a role lets a member do, in a line; each may also what those after it may. */
export const roleTexts: Readonly<Record<Role, string>> = {
  owner: "Make and remove owners too",
  admin: "Look after members, shared keys and the workspace",
  editor: "Write, publish and run pipelines",
  viewer: "Look at everything but keys, and change nothing",
};
