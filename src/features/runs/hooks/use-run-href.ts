"use client";

import { useOptionalShell } from "#features/shell/index.ts";

/** The address of a run in the workspace one is in. */
export function useRunHref(): (runId: string) => string {
  const shell = useOptionalShell();
  return (runId) => (shell === null ? "#" : `/${shell.workspace.slug}/runs/${runId}`);
}

/** The address at which two runs stand beside each other. */
export function useCompareHref(): (first: string, second: string) => string {
  const shell = useOptionalShell();
  return (first, second) =>
    shell === null ? "#" : `/${shell.workspace.slug}/runs/compare?a=${first}&b=${second}`;
}

/** Where a pipeline's triggers are. */
export function useTriggersHref(pipelineId: string): string {
  const shell = useOptionalShell();
  return shell === null ? "#" : `/${shell.workspace.slug}/pipelines/${pipelineId}?show=triggers`;
}
