import { AppError } from "#core/errors.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { AbortReason } from "#engine/abort-reason.ts";
import type { StepLog } from "#engine/ports.ts";
import type { EngineContext } from "#server/services/progress/engine-context.ts";
import { askPeople } from "#server/services/progress/talk/ask-people.ts";
import { beginTurn } from "#server/services/progress/talk/begin-turn.ts";
import { noteCalls } from "#server/services/progress/talk/note-calls.ts";
import { settleTurn } from "#server/services/progress/talk/settle-turn.ts";
import { startRuns } from "#server/services/progress/talk/start-runs.ts";
import { untilAnswered } from "./until-answered.ts";

/** A turn has been paid for, or a call has been made: it is booked even if the database takes its time to come back. */
const patienceMs = 30_000;

/** Records the turns and calls of an attempt in the database. */
export function createStepLog(
  context: EngineContext,
  task: NodeTask,
  onError: (error: unknown) => void,
): StepLog {
  const ask = <T>(work: () => Promise<T>) => untilAnswered(work, patienceMs, onError);
  const orLost = async (isHeld: Promise<boolean>) => {
    if (!(await isHeld)) throw new AbortReason("lease-lost");
  };
  return {
    async beginTurn() {
      const begun = await ask(() => beginTurn(context, task));
      switch (begun.kind) {
        case "begun":
          return begun.seq;
        case "refused": {
          const { code, message, retryable, details } = begun.error;
          throw new AppError(code, message, {
            retryable,
            nodeId: task.nodeId,
            ...(details === undefined ? {} : { details }),
            ...(begun.retryAfterMs === null ? {} : { retryAfterMs: begun.retryAfterMs }),
          });
        }
        case "gone":
          throw new AbortReason("lease-lost");
      }
    },
    settleTurn: (turn) => orLost(ask(() => settleTurn(context, task, turn))),
    async askPeople() {
      await ask(() => askPeople(context, task));
      throw new AbortReason("lease-lost");
    },
    async startRuns() {
      const started = await ask(() => startRuns(context, task));
      switch (started.kind) {
        case "gone":
          throw new AbortReason("lease-lost");
        case "unstarted":
          return started.news;
        case "failed": {
          const { code, message, details } = started.error;
          const told = details === undefined ? {} : { details };
          throw new AppError(code, message, { retryable: false, nodeId: task.nodeId, ...told });
        }
      }
    },
    noteCalls: (news) => orLost(ask(() => noteCalls(context, task, news))),
  };
}
