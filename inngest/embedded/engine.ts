import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { ParsedCronItem } from "graphile-worker";
import type { InngestFunction } from "inngest";
import type { Pool } from "pg";
import type { EngineEvent, NodeReadyData } from "#core/dispatch/engine-event.ts";
import { toJobSpec } from "#core/dispatch/job-spec.ts";
import { createInngestClient, type PenstockInngest } from "#inngest/client.ts";
import { sdkLogger } from "#inngest/sdk-logger.ts";
import { isPassing } from "./database-error.ts";
import type { EngineLog } from "./engine-log.ts";
import type { FunctionDirectory } from "./function-plan.ts";
import { JobRunner } from "./job-runner.ts";
import { createConnectionPool } from "./queue/connection-pool.ts";
import { FlowControl } from "./queue/flow-control.ts";
import { Gate } from "./queue/gate.ts";
import { addJobs, tidyDeadJobs, unlockJobsOfTheDead } from "./queue/queue-jobs.ts";
import { startWorkQueue } from "./queue/work-queue.ts";
import { acquireWorkerLock, type WorkerLock } from "./queue/worker-lock.ts";
import { scheduleOf } from "./schedule.ts";
import { Loopback, loopbackUrl, type SdkEvent } from "./sdk/loopback.ts";
import { NoNestedSteps } from "./sdk/no-nested-steps.ts";
import { registerFunctions } from "./sdk/register-functions.ts";
import { createSdkHandler, type SdkHandler } from "./sdk/sdk-handler.ts";

export interface EmbeddedEngineOptions {
  /** Makes the functions with the engine's own client. */
  functions(client: PenstockInngest): readonly InngestFunction.Like[];
  /**
   * Called with each event that starts a function run, before the function is made ready; it may begin what the
   * function will ask for. When this has resolved, the run continues. It must not throw.
   */
  ahead?(event: EngineEvent): Promise<void>;
  /**
   * Called with the node run that a job was added for, before the job is taken; it may be taken elsewhere. It must not
   * throw.
   */
  announced?(nodeRun: NodeReadyData): void;
  /** A role that owns the schema `graphile_worker`, or may create it. */
  readonly databaseUrl: string;
  /** Jobs that run at the same time; 256 by default. The share of one workspace must leave room for the others. */
  readonly concurrency?: number;
  readonly log: EngineLog;
}

export interface EmbeddedEngine {
  readonly client: PenstockInngest;
  /**
   * Resolves when the first job may be taken: immediately, or when another worker of the same database has ended.
   *
   * @throws Error if a function needs what the engine does not offer, if the database refuses the engine permanently,
   * or if `stop` came first.
   */
  start(): Promise<void>;
  /**
   * Takes no more jobs and gives running ones `graceMs` to reach their next step. The rest is done after the next
   * start.
   */
  stop(graceMs?: number): Promise<void>;
  /** Stores events for the functions they start; resolves when they are in the database. Needs no `start`. */
  send(events: readonly EngineEvent[]): Promise<void>;
}

const defaultConcurrency = 256;
const defaultGraceMs = 5_000;
/** Between tries of what may fail for long, and between two lives of a queue under one lock. */
const retryPauseMs = 1_000;
const restartPauseMs = 100;
/** A queue that ends sooner than this would not do better immediately. */
const shortLifeMs = 5_000;

/**
 * The engine for one machine: runs our own functions in this process over Inngest's protocol, on a job queue in
 * PostgreSQL.
 */
export function createEmbeddedEngine(options: EmbeddedEngineOptions): EmbeddedEngine {
  return new Engine(options);
}

class Engine implements EmbeddedEngine {
  readonly client: PenstockInngest;
  readonly #options: EmbeddedEngineOptions;
  readonly #log: EngineLog;
  readonly #pool: Pool;
  readonly #loopback = new Loopback((events) => this.#sendFromSdk(events));
  readonly #sdk: SdkHandler;
  readonly #flow = new FlowControl();
  readonly #stopping = new AbortController();
  readonly #stopped = once(this.#stopping.signal, "abort").then(() => "the worker stops");
  #runner: JobRunner | null = null;
  #lock: WorkerLock | null = null;
  /** Open while this process is the worker and takes jobs. */
  readonly #atWork = new Gate();
  #hasBegun = false;
  #supervision: Promise<void> = Promise.resolve();

  constructor(options: EmbeddedEngineOptions) {
    this.#options = options;
    this.#log = options.log;
    this.client = createInngestClient({
      isDev: false,
      baseUrl: loopbackUrl,
      fetch: this.#loopback.fetch,
      logger: sdkLogger(options.log),
      middleware: [NoNestedSteps],
      eventKey: "embedded",
      // Unused: the SDK requires one before it runs anything outside development.
      signingKey: randomBytes(32).toString("hex"),
    });
    this.#sdk = createSdkHandler({ client: this.client, functions: options.functions(this.client) });
    this.#pool = createConnectionPool(options.databaseUrl, options.log);
  }

  async start(): Promise<void> {
    const directory = await registerFunctions(this.#sdk);
    this.#runner = this.#newRunner(directory);
    const schedule = scheduleOf(directory);
    const ended = Promise.withResolvers<never>();
    this.#supervision = this.#supervise(schedule).then(
      () => ended.reject(new Error("The engine was stopped before it could start.")),
      (error: unknown) => {
        this.#log.error("the engine has stopped", { error: String(error) });
        ended.reject(error);
      },
    );
    await Promise.race([this.#atWork.passed(), ended.promise]);
  }

  async stop(graceMs = defaultGraceMs): Promise<void> {
    this.#stopping.abort();
    const idle = Promise.all([this.#runner?.idle(), this.#supervision]);
    const inTime = await Promise.race([idle.then(() => true), delay(graceMs, false, { ref: false })]);
    if (!inTime) this.#log.warn("jobs are still running; the next start will repeat them");
    await this.#lock?.release();
    await Promise.race([this.#pool.end(), delay(1_000, undefined, { ref: false })]);
  }

  async send(events: readonly EngineEvent[]): Promise<void> {
    const nowMs = Date.now();
    await addJobs(
      this.#pool,
      events.map((event) => toJobSpec(event, nowMs)),
    );
  }

  async #sendFromSdk(sent: readonly SdkEvent[]): Promise<readonly string[]> {
    const events = sent.map((event) => ({ ...event, id: event.id ?? randomUUID() }));
    await this.send(events);
    return events.map(({ id }) => id);
  }

  #newRunner(directory: FunctionDirectory): JobRunner {
    return new JobRunner({
      directory,
      pool: this.#pool,
      log: this.#log,
      ahead: async (event) => this.#options.ahead?.(event),
      whenAtWork: () => this.#atWork.passed(),
      driver: {
        sdk: this.#sdk,
        nowMs: Date.now,
        jitter: Math.random,
        stopping: () => this.#stopping.signal.aborted,
        listen: (callId, onSteps) => this.#loopback.listen(callId, onSteps),
        watchDatabase: () => {
          const lock = this.#lock;
          return async () => lock === null || this.#lock !== lock || !(await lock.check());
        },
      },
    });
  }

  /** Works for as long as this process is the worker, and waits to become it again when the database was away. */
  async #supervise(schedule: ParsedCronItem[]): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const lock = await this.#patiently(() =>
        acquireWorkerLock(this.#options.databaseUrl, this.#log, signal),
      );
      if (lock === null) continue;
      this.#lock = lock;
      void lock.lost.then((reason) => this.#loseLock(lock, reason));
      while (this.#lock === lock && !signal.aborted) await this.#patiently(() => this.#work(lock, schedule));
    }
  }

  #loseLock(lock: WorkerLock, reason: string): void {
    if (this.#lock !== lock) return;
    this.#lock = null;
    this.#atWork.close();
    if (!this.#stopping.signal.aborted) this.#log.warn("the connection to the database was lost", { reason });
  }

  /** Permanent errors are thrown by `start`; once it has begun, it never gives up. */
  async #patiently<T>(attempt: () => Promise<T>): Promise<T | null> {
    try {
      return await attempt();
    } catch (error) {
      if (!this.#hasBegun && !isPassing(error)) throw error;
      this.#log.warn("the worker could not continue; trying again", { error: String(error) });
      await delay(retryPauseMs);
      return null;
    }
  }

  /** One life of the queue. Jobs still running at its end continue; the next life begins beside them. */
  async #work(lock: WorkerLock, schedule: ParsedCronItem[]): Promise<void> {
    const runner = this.#runner;
    if (runner === null) return;
    await this.#takeOver(runner);
    const queue = await startWorkQueue({
      pool: this.#pool,
      tasks: runner.tasks,
      schedule,
      concurrency: this.#options.concurrency ?? defaultConcurrency,
      flow: this.#flow,
      claimsOf: (job) => runner.claimsOf(job),
      announced: (nodeRun) => this.#options.announced?.(nodeRun),
      log: this.#log,
    });
    if (this.#lock === lock) {
      this.#hasBegun = true;
      this.#atWork.open();
    }
    const startedAtMs = Date.now();
    const reason = await Promise.race([lock.lost, queue.ended, this.#stopped]);
    const drained = queue.stop();
    if (this.#stopping.signal.aborted) return drained;
    this.#log.warn("the queue has ended and starts again", { reason });
    const lived = Date.now() - startedAtMs;
    if (this.#lock === lock) await delay(lived < shortLifeMs ? retryPauseMs : restartPauseMs);
  }

  /** Takes over what earlier workers left behind. */
  async #takeOver(runner: JobRunner): Promise<void> {
    const unlocked = await unlockJobsOfTheDead(this.#pool, runner.atWork);
    if (unlocked > 0)
      this.#log.info("took back jobs that were running when their worker ended", { jobs: unlocked });
    const setAside = await tidyDeadJobs(this.#pool);
    if (setAside > 0) this.#log.warn("jobs are set aside after too many crashes", { jobs: setAside });
  }
}
