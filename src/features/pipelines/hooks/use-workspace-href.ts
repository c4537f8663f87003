"use client";

import { useShell } from "#features/shell/index.ts";

/** Addresses in the workspace one is in: `href("pipelines/new")`. */
export function useWorkspaceHref(): (path: string) => string {
  const { workspace } = useShell();
  return (path) => `/${workspace.slug}/${path}`;
}
