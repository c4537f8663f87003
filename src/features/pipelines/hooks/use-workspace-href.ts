"use client";

import { useShell } from "#features/shell/index.ts";

/** URLs in the current workspace: `href("pipelines/new")`. */
export function useWorkspaceHref(): (path: string) => string {
  const { workspace } = useShell();
  return (path) => `/${workspace.slug}/${path}`;
}
