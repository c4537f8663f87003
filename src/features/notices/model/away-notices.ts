import { isTerminalRun, type RunStatus, type TerminalRunStatus } from "#core/run/status.ts";
import { shortId } from "#core/short-id.ts";

/**
 * What is looked at: the latest runs that the reader started, what they are asked to decide, and limits that hold runs
 * back.
 */
export interface Sight {
  readonly runs: readonly SeenRun[];
  readonly waits: readonly {
    readonly waitId: string;
    readonly runId: string;
    readonly title: string;
    readonly pipelineName: string;
  }[];
  /** Those that only a higher limit lets go on, and that the reader may raise, as people name them. */
  readonly budgetsToRaise: readonly { readonly id: string; readonly name: string }[];
}

interface SeenRun {
  readonly id: string;
  readonly pipelineName: string;
  readonly status: RunStatus;
  readonly finishedAtMs: number | null;
}

/** What somebody who looks elsewhere is told. */
export interface Notice {
  /** Of what happened: the same in each tab, so that a browser shows it once. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  /** Below the workspace's address. */
  readonly path: string;
}

const endings: Readonly<Record<TerminalRunStatus, string>> = {
  completed: "has completed",
  failed: "has failed",
  cancelled: "was cancelled",
  timeout: "ran out of time",
};

const ofBudget = "budget.";

/** What is worth a notice in what is seen: decisions, limits that must be raised, and runs that have ended. */
export function noticesOf({ runs, waits, budgetsToRaise }: Sight): readonly Notice[] {
  return [
    ...budgetsToRaise.map(({ id, name }) => ({
      tag: `${ofBudget}${id}`,
      title: "Runs wait for a higher limit",
      body: name,
      path: "budgets",
    })),
    ...waits.map(({ waitId, runId, title, pipelineName }) => ({
      tag: `wait.${waitId}`,
      title: `${pipelineName} waits for you`,
      // Several runs may ask the same.
      body: `${title} (run ${shortId(runId)})`,
      path: "decisions",
    })),
    ...runs.flatMap(({ id, pipelineName, status, finishedAtMs }) =>
      isTerminalRun(status)
        ? [
            {
              // A run that is resumed ends again.
              tag: `run.${id}.${finishedAtMs}`,
              title: `${pipelineName} ${endings[status]}`,
              body: `You started this run, ${shortId(id)}.`,
              path: `runs/${id}`,
            },
          ]
        : [],
    ),
  ];
}

/**
 * The tags of what is known after a look. A limit that was raised, and holds runs back again, is news; everything else
 * happens once.
 */
export function knownAfter(before: ReadonlySet<string>, notices: readonly Notice[]): ReadonlySet<string> {
  const stays = [...before].filter((tag) => !tag.startsWith(ofBudget));
  return new Set([...stays, ...notices.map(({ tag }) => tag)]);
}
