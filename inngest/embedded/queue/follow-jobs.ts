import type { Job, WorkerEvents } from "graphile-worker";
import { workspaceOfFlags } from "#core/dispatch/job-spec.ts";
import type { FlowControl, LimitClaim } from "./flow-control.ts";
import { shareOf } from "./share-of.ts";
import type { Turns } from "./turns.ts";
import type { Turnstile } from "./turnstile.ts";

/** What decides who may have the next job. */
export interface Referees {
  readonly flow: FlowControl;
  readonly turns: Turns;
  readonly turnstile: Turnstile;
}

/**
 * The flags that the next job may not have, by limits and by turns; null if there are none, which is cheaper for the
 * queue. The caller has the turnstile to itself until its search has ended.
 */
export async function forbiddenFlags({ flow, turns, turnstile }: Referees): Promise<string[] | null> {
  await turnstile.enter();
  const flags = [...(flow.forbiddenFlags(Date.now()) ?? []), ...turns.restingFlags()];
  return flags.length === 0 ? null : flags;
}

interface FollowOptions extends Referees {
  /** Jobs that run at the same time. */
  readonly concurrency: number;
  claimsOf(job: Job): readonly LimitClaim[];
  nudge(count: number): void;
}

/** Keeps the limits' counts exact: places are taken in the same tick in which the job was fetched. */
export function followJobs(events: WorkerEvents, options: FollowOptions): void {
  const { flow, turns, turnstile, nudge } = options;
  const wakeWhenFree = createThrottleAlarm(options);
  wakeWhenFree();
  events.on("job:start", ({ job }) => {
    const workspaceId = workspaceOfFlags(job.flags);
    turns.took(workspaceId);
    const claims = [...options.claimsOf(job), ...shareOf(workspaceId, options.concurrency)];
    flow.admit(job.id, claims, Date.now());
    turnstile.leave();
    wakeWhenFree();
  });
  events.on("worker:getJob:empty", () => {
    const isWorthRepeating = turns.foundNothing();
    turnstile.leave();
    if (isWorthRepeating) nudge(1);
  });
  events.on("worker:getJob:error", () => turnstile.leave());
  events.on("job:complete", ({ job }) => {
    // The worker that has just ended a job looks for the next one itself; a second one may have become available with
    // it.
    if (!flow.release(job.id)) return;
    turns.rang(workspaceOfFlags(job.flags));
    nudge(1);
  });
}

/** Wakes a worker when the next throttled key becomes free. */
function createThrottleAlarm({ flow, nudge }: FollowOptions): () => void {
  let timer: NodeJS.Timeout | undefined;
  return function wakeWhenFree() {
    clearTimeout(timer);
    const freeAtMs = flow.nextFreeAtMs(Date.now());
    if (freeAtMs === null) return;
    timer = setTimeout(
      () => {
        nudge(1);
        wakeWhenFree();
      },
      freeAtMs - Date.now() + 1,
    );
    timer.unref();
  };
}
