import type { PictureOf } from "../picture.ts";

const empty = (path: string): PictureOf => ({
  name: `empty-${path}`,
  as: "newcomer",
  path: ({ visitors }) => `/${visitors.emptyWorkspaceSlug}/${path}`,
});

/** Pages right after signing up. */
export const emptyPages: readonly PictureOf[] = [
  { ...empty(""), name: "empty-home" },
  ...["pipelines", "runs", "agents", "keys", "tokens", "events", "settings"].map(empty),
  { name: "no-workspace", as: "leaver", path: () => "/new-workspace" },
];
