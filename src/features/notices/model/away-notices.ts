import { isTerminalRun, type RunStatus, type TerminalRunStatus } from "#core/run/status.ts";
import { shortId } from "#core/short-id.ts";

/** The data to compare: the reader's latest runs, the decisions they are asked for, and limits that hold runs back. */
export interface Sight {
  readonly runs: readonly SeenRun[];
  readonly waits: readonly {
    readonly waitId: string;
    readonly runId: string;
    readonly title: string;
    readonly pipelineName: string;
  }[];
  /** Budgets whose limit only a person can raise, and that the reader may raise, by name. */
  readonly budgetsToRaise: readonly { readonly id: string; readonly name: string }[];
}

interface SeenRun {
  readonly id: string;
  readonly pipelineName: string;
  readonly status: RunStatus;
  readonly finishedAtMs: number | null;
}

/** A browser notification. */
export interface Notice {
  /** The same in each tab, so that the browser shows it once. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  /** The path within the workspace. */
  readonly path: string;
}

const endings: Readonly<Record<TerminalRunStatus, string>> = {
  completed: "has completed",
  failed: "has failed",
  cancelled: "was cancelled",
  timeout: "ran out of time",
};

const ofBudget = "budget.";

/** The notifications for the current data: decisions, limits to raise, and ended runs. */
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
      // Several runs may ask the same question.
      body: `${title} (run ${shortId(runId)})`,
      path: "decisions",
    })),
    ...runs.flatMap(({ id, pipelineName, status, finishedAtMs }) =>
      isTerminalRun(status)
        ? [
            {
              // A resumed run can end again.
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
 * The tags of everything seen so far. A limit that holds runs back again after a raise is news again; everything else
 * is shown once.
 */
export function knownAfter(before: ReadonlySet<string>, notices: readonly Notice[]): ReadonlySet<string> {
  const stays = [...before].filter((tag) => !tag.startsWith(ofBudget));
  return new Set([...stays, ...notices.map(({ tag }) => tag)]);
}
