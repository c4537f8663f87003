import { isTerminalEvent, type RunEvent } from "#core/events/run-event.ts";
import type { RunId } from "#core/ids.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { watchedRoom, wholeRoom } from "#core/run/value-room.ts";
import type { EventPage, EventRoom } from "#server/db/run/reading/list-events.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noSuchRun } from "#server/services/no-such.ts";
import { guardStanding } from "#server/services/standing.ts";
import { lookAtLog } from "./look-at-log.ts";
import { listenTo } from "./run-bell.ts";

/** How much is read at a time: it is in memory until the reader takes it. */
const pageSize = { lines: 500, bytes: 2_097_152 };
/** A missed ring delays a reader by at most this long. */
const pollMs = 2_000;

export interface WatchRunInput {
  readonly runId: RunId;
  /** The last line the reader has; 0: none. */
  readonly afterSeq: number;
  /**
   * `small`: large or numerous outputs are left out and marked; `runs.getNode` returns them. Otherwise all are
   * included.
   */
  readonly outputs?: "all" | "small";
}

/**
 * A run's log after line `afterSeq` (0: from the beginning), each line once and in order, live until the run has ended.
 * It only reads: any number may watch, come late, leave, and come back with the number of the last line they have seen.
 * If the database goes away meanwhile, it ends with that error and nothing is lost: the reader comes back with that
 * number.
 *
 * The right to read is checked again meanwhile: when a session has ended, a token was revoked or has expired, or a
 * person was removed from the workspace, reading stops within seconds.
 * @throws AppError FORBIDDEN or NOT_FOUND; UNAUTHENTICATED when the session or token ends meanwhile.
 */
export async function* watchRun(
  context: ServiceContext,
  input: WatchRunInput,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, void, undefined> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const standing = guardStanding(context, "runs.read");
  const ear = listenTo(context.runs.bell, input.runId);
  let cursor = input.afterSeq;
  let toldBytes = 0;
  let isBehind = true;
  try {
    while (!signal.aborted) {
      const look = { runId: input.runId, afterSeq: cursor, room: roomOf(input, toldBytes) };
      const found = lookAtLog(context.db, workspaceId, look, isBehind);
      const page: EventPage | null = (await Promise.all([found, standing.check()]))[0];
      if (page === null) throw noSuchRun(input.runId);
      toldBytes += page.outputBytes;
      for (const event of page.events) {
        cursor = event.seq;
        yield event;
        if (isTerminalEvent(event)) return;
      }
      if (isTerminalRun(page.status) && page.lastSeq <= cursor) return;
      isBehind = page.lastSeq > cursor;
      // Lines that arrived while this was read have rung the bell.
      if (!isBehind) await ear.wait(pollMs, signal);
    }
  } finally {
    ear.close();
  }
}

function roomOf({ outputs }: WatchRunInput, toldBytes: number): EventRoom {
  if (outputs !== "small") return { ...pageSize, outputs: wholeRoom };
  const totalBytes = Math.max(0, watchedRoom.totalBytes - toldBytes);
  return { ...pageSize, outputs: { ...watchedRoom, totalBytes } };
}
