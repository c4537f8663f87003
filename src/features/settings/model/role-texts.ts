import type { Role } from "#core/policy/roles.ts";

/** One line per role; each role includes the rights of those after it. */
export const roleTexts: Readonly<Record<Role, string>> = {
  owner: "Everything, including owners",
  admin: "Manage members, shared keys and the workspace",
  editor: "Write agents and pipelines, publish and run them",
  viewer: "View everything but keys, and change nothing",
};
