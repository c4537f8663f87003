import { isAllowed } from "#core/policy/permissions.ts";
import type { Role } from "#core/policy/roles.ts";

/** What a workspace has so far; undefined while it is not known. */
export interface Beginnings {
  readonly pipelines: number | undefined;
  readonly runs: number | undefined;
  /** Runs that have completed. */
  readonly completed: number | undefined;
  readonly keys: number | undefined;
  readonly members: number | undefined;
}

export interface NextStep {
  readonly title: string;
  readonly detail: string;
  /** Below the workspace's address. */
  readonly path: string;
  readonly isDone: boolean;
}

/**
 * What somebody does first in a new workspace, as far as they may do it. Null when there is nothing to say: it has all
 * of it but colleagues, or that is not known yet.
 */
export function nextSteps(role: Role, beginnings: Beginnings): readonly NextStep[] | null {
  if (!isAllowed(role, "pipelines.write")) return null;
  const { pipelines, runs, completed, keys, members } = beginnings;
  if (pipelines === undefined || runs === undefined || completed === undefined) return null;
  if (keys === undefined || members === undefined) return null;
  if (pipelines > 0 && runs > 0 && keys > 0) return null;
  const steps: NextStep[] = [
    {
      title: "Create a pipeline",
      detail: "From a template: each runs in the sandbox, without a key and without cost.",
      path: "pipelines/new",
      isDone: pipelines > 0,
    },
    {
      title: "Run it",
      detail: "And watch every step: what it says, how long it takes, what it costs.",
      path: "pipelines",
      isDone: runs > 0,
    },
    {
      title: "Read what came of it",
      detail: "Its output, the files that it left, and what each step was given, said and cost.",
      path: "runs?status=completed",
      isDone: completed > 0,
    },
    {
      title: "Add a provider key",
      detail: "For real models. It is encrypted, and nobody can read it back.",
      path: "keys",
      isDone: keys > 0,
    },
  ];
  const invite = {
    title: "Add colleagues",
    detail: "Each with a role: who may read, who may write, who may manage.",
    path: "settings",
    isDone: members > 1,
  };
  return isAllowed(role, "members.manage") ? [...steps, invite] : steps;
}
