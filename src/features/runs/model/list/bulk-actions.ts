import type { RunId } from "#core/ids.ts";
import { isAllowed, type Permission } from "#core/policy/permissions.ts";
import type { Role } from "#core/policy/roles.ts";
import { isTerminalRun, type RunStatus } from "#core/run/status.ts";

/** The actions on several runs. */
const bulkActions = ["stop", "resume", "delete"] as const;
export type BulkAction = (typeof bulkActions)[number];

const permissionOf: Record<BulkAction, Permission> = {
  stop: "runs.cancel",
  resume: "runs.start",
  delete: "runs.delete",
};

interface ChosenRun {
  readonly id: RunId;
  readonly status: RunStatus;
}

/** The actions that a role allows; without any, there is no selection. */
export function actionsOf(role: Role): readonly BulkAction[] {
  return bulkActions.filter((action) => isAllowed(role, permissionOf[action]));
}

/** The runs that an action applies to: running ones are stopped, failed ones resumed, ended ones deleted. */
export function runsFor(action: BulkAction, runs: readonly ChosenRun[]): readonly RunId[] {
  return runs.filter(({ status }) => isFor(action, status)).map(({ id }) => id);
}

function isFor(action: BulkAction, status: RunStatus): boolean {
  switch (action) {
    case "stop":
      return !isTerminalRun(status);
    case "resume":
      return isTerminalRun(status) && status !== "completed";
    case "delete":
      return isTerminalRun(status);
  }
}

export interface BulkResult {
  readonly done: number;
  /** Why each of the others was not done. */
  readonly failures: readonly string[];
}

const doneWords: Record<BulkAction, string> = { stop: "stopped", resume: "resumed", delete: "deleted" };

/** The result, as a toast's title and description. */
export function describeResult(action: BulkAction, { done, failures }: BulkResult) {
  const title = `${done === 1 ? "1 run" : `${done} runs`} ${doneWords[action]}`;
  const [first] = failures;
  if (first === undefined) return { title };
  const count = failures.length === 1 ? "1 run was not" : `${failures.length} runs were not`;
  return { tone: "failed" as const, title, description: `${count}: ${first}` };
}
