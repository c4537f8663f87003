import { isTerminalRun, type RunStatus, type TerminalRunStatus } from "#core/run/status.ts";

/** What is looked at: the latest runs that the reader started, and what they are asked to decide. */
export interface Sight {
  readonly runs: readonly SeenRun[];
  readonly waits: readonly {
    readonly waitId: string;
    readonly title: string;
    readonly pipelineName: string;
  }[];
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

/** What is worth a notice in what is seen: decisions that are asked for, and runs that have ended. */
export function noticesOf({ runs, waits }: Sight): readonly Notice[] {
  return [
    ...waits.map(({ waitId, title, pipelineName }) => ({
      tag: `wait.${waitId}`,
      title: `${pipelineName} waits for you`,
      body: title,
      path: "decisions",
    })),
    ...runs.flatMap(({ id, pipelineName, status, finishedAtMs }) =>
      isTerminalRun(status)
        ? [
            {
              // A run that is resumed ends again.
              tag: `run.${id}.${finishedAtMs}`,
              title: `${pipelineName} ${endings[status]}`,
              body: "You started this run.",
              path: `runs/${id}`,
            },
          ]
        : [],
    ),
  ];
}
