import { isAllowed } from "#core/policy/permissions.ts";
import type { Role } from "#core/policy/roles.ts";

/** What the workspace has, and which pages the reader has visited; undefined while unknown. */
export interface Beginnings {
  /** Ids, newest first. */
  readonly pipelines: readonly string[] | undefined;
  readonly runs: readonly string[] | undefined;
  /** Completed runs. */
  readonly completed: readonly string[] | undefined;
  readonly keys: number | undefined;
  readonly members: number | undefined;
  readonly visits: ReadonlySet<string>;
}

export interface NextStep {
  readonly title: string;
  readonly detail: string;
  /** The path within the workspace. */
  readonly path: string;
  readonly isDone: boolean;
}

export interface NextSteps {
  /** From nothing to a finished run. */
  readonly tour: readonly NextStep[];
  /** Preparing for real work, with other people. */
  readonly afterwards: readonly NextStep[];
}

/** Whether the setup is complete, in which case nothing else needs to be known about it. */
export function hasBegun({ completed, keys }: Pick<Beginnings, "completed" | "keys">): boolean {
  return (completed?.length ?? 0) > 0 && (keys ?? 0) > 0;
}

/** The first steps that the reader has permission for. Null if the setup is complete, or not known yet. */
export function nextSteps(role: Role, beginnings: Beginnings): NextSteps | null {
  if (!isAllowed(role, "pipelines.write")) return null;
  const { pipelines, runs, completed, keys, members } = beginnings;
  if (pipelines === undefined || runs === undefined || completed === undefined) return null;
  if (keys === undefined || members === undefined) return null;
  if (hasBegun(beginnings)) return null;
  const key = {
    title: "Add a provider key",
    detail: "For real models. It is encrypted, and nobody can read it back.",
    path: "keys",
    isDone: keys > 0,
  };
  const invite = {
    title: "Add colleagues",
    detail: "Each with a role: to read, to write or to manage.",
    path: "settings",
    isDone: members > 1,
  };
  return {
    tour: tourOf(pipelines, runs, completed, beginnings.visits),
    afterwards: isAllowed(role, "members.manage") ? [key, invite] : [key],
  };
}

/** A later step that is done marks the earlier ones as done. */
function tourOf(
  [pipeline]: readonly string[],
  [run]: readonly string[],
  [completed]: readonly string[],
  visits: Beginnings["visits"],
): readonly NextStep[] {
  const editor = pipeline === undefined ? "pipelines" : `pipelines/${pipeline}`;
  return [
    {
      title: "Choose a template",
      detail: "Each runs in the sandbox, without a key and without cost.",
      path: "pipelines/new",
      isDone: pipeline !== undefined,
    },
    {
      title: "Look at it in the editor",
      detail: "The text and the drawing are the same pipeline: change either.",
      path: editor,
      isDone: pipeline !== undefined && (visits.has("editor") || run !== undefined),
    },
    {
      title: "Run it",
      detail: "With “Run pipeline” in the editor, which asks for its input.",
      path: editor,
      isDone: run !== undefined,
    },
    {
      title: "Watch it run",
      detail: "See what each step writes, how long it takes and what it costs.",
      path: run === undefined ? "runs" : `runs/${run}`,
      isDone: run !== undefined && (visits.has("run") || completed !== undefined),
    },
    {
      title: "See it completed",
      detail: "Its page has its output, its files, and the input, text and cost of each step.",
      path: completed === undefined ? "runs?status=completed" : `runs/${completed}`,
      isDone: completed !== undefined && visits.has("finished-run"),
    },
  ];
}
