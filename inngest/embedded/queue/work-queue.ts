import { EventEmitter } from "node:events";
import {
  type Job,
  type ParsedCronItem,
  run,
  type TaskList,
  type WorkerEvents,
  type WorkerPool,
} from "graphile-worker";
import type { Pool } from "pg";
import type { NodeReadyData } from "#core/dispatch/engine-event.ts";
import { type EngineLog, queueLogger } from "../engine-log.ts";
import { DueAlarm } from "./due-alarm.ts";
import type { FlowControl, LimitClaim } from "./flow-control.ts";
import { followJobs, forbiddenFlags } from "./follow-jobs.ts";
import { type Ring, readRing } from "./read-ring.ts";
import { Turns } from "./turns.ts";
import { Turnstile } from "./turnstile.ts";

export interface WorkQueueOptions {
  readonly pool: Pool;
  readonly tasks: TaskList;
  readonly schedule: ParsedCronItem[];
  /** Jobs that run at the same time. */
  readonly concurrency: number;
  readonly flow: FlowControl;
  claimsOf(job: Job): readonly LimitClaim[];
  /** Called with the node run that a job was added for, before the job is taken. */
  announced(nodeRun: NodeReadyData): void;
  readonly log: EngineLog;
}

/** The queue library while it works: from a connection to the database until that connection is lost. */
export interface WorkQueue {
  /** Resolves with the reason when no more jobs are taken. */
  readonly ended: Promise<string>;
  /** Takes no more jobs; resolves when running ones have ended. */
  stop(): Promise<void>;
}

/** Once a second over all workers; normally the alarm wakes them in time. */
const pollMsPerWorker = 1_000;
/** The longest that a timer of Node can wait: 24 days. */
const neverMs = 2 ** 31 - 1;
/**
 * The library keeps some failures forever (of a query that it makes only once, on a full disk for instance): a new life
 * of the queue repeats it.
 */
const failuresInARow = 5;
/** Finished jobs are deleted together, off the path of the next one. */
const batchDelayMs = 0;

/**
 * Starts taking jobs. Before a job is fetched, full limits are turned into flags that the queue must skip. Fetching is
 * one at a time, and a job takes its places before the next fetch looks: so no limit is ever exceeded, and no slot
 * waits on one.
 */
export async function startWorkQueue(options: WorkQueueOptions): Promise<WorkQueue> {
  const { pool, flow, concurrency, log } = options;
  const events: WorkerEvents = new EventEmitter();
  const turns = new Turns();
  const referees = { flow, turns, turnstile: new Turnstile() };
  let workers: WorkerPool | null = null;
  const nudge = (count: number) => workers?.nudge(count);
  const alarm = new DueAlarm(pool, concurrency, turns, () => nudge(1));
  const ended = firstEnd(events, (pool) => {
    workers = pool;
  });
  followJobs(events, { ...options, ...referees, nudge });
  const listening = firstListen(events, () => alarm.jobsChanged());
  hearRings(events, (ring) => {
    turns.rang(ring.workspaceId);
    alarm.jobsChanged();
    if (ring.nodeRun !== null) options.announced(ring.nodeRun);
  });
  events.on("job:start", () => alarm.jobFound());
  logFailedJobs(events, log);
  const runner = await run({
    pgPool: pool,
    concurrency,
    pollInterval: pollMsPerWorker * concurrency,
    noHandleSignals: true,
    taskList: options.tasks,
    parsedCronItems: options.schedule,
    events,
    logger: queueLogger(log),
    forbiddenFlags: () => forbiddenFlags(referees),
    // Locks that are four hours old belong to long steps of ours: nobody else's survive the start.
    minResetLockedInterval: neverMs,
    maxResetLockedInterval: neverMs,
    preset: { worker: { completeJobBatchDelay: batchDelayMs, failJobBatchDelay: batchDelayMs } },
  });
  const finished = runner.promise.catch((error: unknown) =>
    log.debug("the queue stopped", { error: String(error) }),
  );
  await Promise.race([listening, ended]);
  return {
    ended,
    stop: async () => {
      alarm.stop();
      await runner.stop().catch(() => undefined);
      await finished;
    },
  };
}

function hearRings(events: WorkerEvents, hear: (ring: Ring) => void): void {
  events.on("pool:listen:notification", ({ message }) => hear(readRing(message.payload)));
}

/** Resolves with the reason when no more jobs are taken; until then it passes on who takes them. */
function firstEnd(events: WorkerEvents, onWorkers: (workers: WorkerPool | null) => void): Promise<string> {
  return new Promise((resolve) => {
    events.on("pool:create", ({ workerPool }) => onWorkers(workerPool));
    events.on("pool:gracefulShutdown", ({ message }) => {
      onWorkers(null);
      resolve(message);
    });
    watchFetching(events, resolve);
  });
}

function logFailedJobs(events: WorkerEvents, log: EngineLog): void {
  events.on("job:failed", ({ job, error }) => {
    const fields = { jobId: job.id, key: job.key, error: String(error) };
    log.error("a job was set aside after too many tries", fields);
  });
}

/** Calls back when fetching jobs has failed several times without a success in between. */
function watchFetching(events: WorkerEvents, giveUp: (reason: string) => void): void {
  let failures = 0;
  const succeeded = () => {
    failures = 0;
  };
  events.on("job:start", succeeded);
  events.on("worker:getJob:empty", succeeded);
  events.on("worker:getJob:error", ({ error }) => {
    failures += 1;
    if (failures === failuresInARow) giveUp(`jobs cannot be fetched: ${String(error)}`);
  });
}

/**
 * Resolves when the queue hears of new jobs. Jobs added before that are not reported, so it must be asked for them each
 * time.
 */
function firstListen(events: WorkerEvents, onListening: () => void): Promise<void> {
  return new Promise((resolve) => {
    events.on("pool:listen:success", ({ client }) => {
      // The event comes just before LISTEN is sent; queries after it are answered after it.
      setImmediate(() => {
        client.query("select 1").then(
          () => {
            onListening();
            resolve();
          },
          () => undefined,
        );
      });
    });
  });
}
