import { AppError } from "#core/errors.ts";
import { isTerminalEvent, type RunEvent } from "#core/events/run-event.ts";
import type { RunId } from "#core/ids.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { listEvents } from "#server/db/run/reading/list-events.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { guardStanding } from "#server/services/standing.ts";
import { listenTo } from "./run-bell.ts";

/** Lines read at a time. */
const pageSize = 500;
/** A ring that was missed costs a reader at most this long. */
const pollMs = 2_000;

/**
 * A run's log from after `afterSeq` (0 = from the beginning), each line once and in order, live until the run has ended. Reading
 * is all it does: any number may watch, come late, leave and come back with the number of the last line they have seen.
 * A database that goes away in the middle ends it with that error, and nothing is lost: whoever reads comes back with that number.
 *
 * The right to read is looked up again while it goes on: a session that has ended, a token that was revoked or has expired, and a person who
 * was taken out of the workspace read no further than a few seconds.
 * @throws AppError FORBIDDEN or NOT_FOUND; UNAUTHENTICATED when the session or token ends in the middle.
 */
export async function* watchRun(
  context: ServiceContext,
  input: { readonly runId: RunId; readonly afterSeq: number },
  signal: AbortSignal,
): AsyncGenerator<RunEvent, void, undefined> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const standing = guardStanding(context, "runs.read");
  const ear = listenTo(context.runs.bell, input.runId);
  let cursor = input.afterSeq;
  try {
    while (!signal.aborted) {
      const page = await withTenant(context.db, workspaceId, async (tx) => {
        await standing.check(tx);
        return listEvents(tx, workspaceId, input.runId, cursor, pageSize);
      });
      if (page === null) throw new AppError("NOT_FOUND", `There is no run ${input.runId} in this workspace.`);
      for (const event of page.events) {
        cursor = event.seq;
        yield event;
        if (isTerminalEvent(event)) return;
      }
      if (isTerminalRun(page.status) && page.lastSeq <= cursor) return;
      if (page.events.length === 0) await ear.wait(pollMs, signal);
    }
  } finally {
    ear.close();
  }
}
