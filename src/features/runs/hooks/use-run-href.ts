"use client";

import { useOptionalShell } from "#features/shell/index.ts";

/** The URL of a run in the current workspace. */
export function useRunHref(): (runId: string) => string {
  const shell = useOptionalShell();
  return (runId) => (shell === null ? "#" : `/${shell.workspace.slug}/runs/${runId}`);
}

/** The URL of a comparison of two runs. */
export function useCompareHref(): (first: string, second: string) => string {
  const shell = useOptionalShell();
  return (first, second) =>
    shell === null ? "#" : `/${shell.workspace.slug}/runs/compare?a=${first}&b=${second}`;
}

/** The URL of a pipeline's triggers. */
export function useTriggersHref(pipelineId: string): string {
  const shell = useOptionalShell();
  return shell === null ? "#" : `/${shell.workspace.slug}/pipelines/${pipelineId}?show=triggers`;
}
