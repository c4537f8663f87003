import { setTimeout as delay } from "node:timers/promises";
import type { Job, TaskList } from "graphile-worker";
import type { Pool } from "pg";
import type { EngineEvent } from "#core/dispatch/engine-event.ts";
import { eventTask, type JobSpec } from "#core/dispatch/job-spec.ts";
import type { EngineLog } from "./engine-log.ts";
import { continuationJob, failedEvent, functionTask, startJob } from "./function-job.ts";
import type { FunctionDirectory, FunctionPlan } from "./function-plan.ts";
import { claimsOf, type LimitClaim } from "./queue/flow-control.ts";
import { addJobs, type OldJob, replaceJobBy } from "./queue/queue-jobs.ts";
import { cronTask, scheduledJobSchema } from "./schedule.ts";
import { RunDriver, type RunDriverPorts, type RunResult } from "./sdk/run-driver.ts";
import { engineEventSchema, type FunctionJob, functionJobSchema, newRunState } from "./sdk/run-state.ts";

export interface JobRunnerOptions {
  readonly directory: FunctionDirectory;
  readonly driver: RunDriverPorts;
  readonly pool: Pool;
  readonly log: EngineLog;
  /** Called before a function run starts, with the event that starts it. */
  ahead(event: EngineEvent): Promise<void>;
  /** Resolves as soon as this process is the worker (again). */
  whenAtWork(): Promise<void>;
}

const persistRetryMs = 200;

/** Executes the queue's jobs. */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  /**
   * By job id. If a job is handed out again while it is running here, the second waits for the first and does nothing.
   */
  readonly #atWork = new Map<string, Promise<void>>();

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  get tasks(): TaskList {
    const once =
      (work: (job: Job) => Promise<void>) =>
      (_payload: unknown, { job }: { job: Job }) =>
        this.#once(job, work);
    return {
      [eventTask]: once((job) => this.#runEvent(job)),
      [functionTask]: once((job) => this.#runFunction(job, functionJobSchema.parse(job.payload))),
      [cronTask]: once((job) => this.#startScheduled(job)),
    };
  }

  /** Ids of the running jobs. */
  get atWork(): readonly string[] {
    return [...this.#atWork.keys()];
  }

  /** Resolves when no job is running. */
  async idle(): Promise<void> {
    while (this.#atWork.size > 0) await Promise.allSettled(this.#atWork.values());
  }

  /** The places a job takes in its function's limits. */
  claimsOf(job: Job): readonly LimitClaim[] {
    const { directory } = this.#options;
    if (job.task_identifier === functionTask) {
      const { data } = functionJobSchema.safeParse(job.payload);
      const plan = data === undefined ? null : directory.byId(data.functionId);
      return data === undefined || plan === null
        ? []
        : claimsOf(directory, plan, data.event.data, data.state === undefined);
    }
    const { data: event } = engineEventSchema.safeParse(job.payload);
    const [plan, ...others] = event === undefined ? [] : directory.startedBy(event.name);
    return event === undefined || plan === undefined || others.length > 0
      ? []
      : claimsOf(directory, plan, event.data, true);
  }

  #once(job: Job, work: (job: Job) => Promise<void>): Promise<void> {
    const first = this.#atWork.get(job.id);
    if (first !== undefined) return first;
    const promise = work(job).finally(() => this.#atWork.delete(job.id));
    this.#atWork.set(job.id, promise);
    return promise;
  }

  /** A single function takes the event as its own job; several get a job each. */
  async #runEvent(job: Job): Promise<void> {
    const event = engineEventSchema.parse(job.payload);
    const [plan, ...others] = this.#options.directory.startedBy(event.name);
    if (plan === undefined) return;
    if (others.length === 0) {
      return this.#runFunction(job, { functionId: plan.id, runId: `${plan.id}:${event.id}`, event });
    }
    const old = keyed(job);
    const specs = [plan, ...others].map((each, index) =>
      startJob(each, event, index === 0 ? old.key : `${old.key}/${each.id}`),
    );
    await this.#replace(old, specs);
  }

  async #startScheduled(job: Job): Promise<void> {
    const { functionId, cron } = scheduledJobSchema.parse(job.payload);
    const plan = this.#options.directory.byId(functionId);
    if (plan === null) return;
    const atMs = job.run_at.getTime();
    const event = {
      id: `cron:${plan.id}:${atMs}`,
      name: "inngest/scheduled.timer",
      data: { cron },
      ts: atMs,
    };
    // The same key each time: while one run waits or works, the clock does not add a second.
    await addJobs(this.#options.pool, [startJob(plan, event, `cron:${plan.id}`)]);
  }

  async #runFunction(job: Job, functionJob: FunctionJob): Promise<void> {
    const { directory, driver } = this.#options;
    const plan = directory.byId(functionJob.functionId);
    if (plan === null) throw new Error(`Function ${functionJob.functionId} no longer exists.`);
    const { runId, event, state } = functionJob;
    if (state === undefined) await this.#options.ahead(event);
    const run = new RunDriver(
      { plan, runId, event, driveId: job.id },
      state ?? newRunState(driver.nowMs()),
      driver,
    );
    const result = await run.drive();
    if (result.kind === "paused") await this.#pause(plan, keyed(job), functionJob, result);
    if (result.kind === "failed") await this.#fail(plan, keyed(job), functionJob, result.error);
  }

  async #pause(
    plan: FunctionPlan,
    old: OldJob,
    job: FunctionJob,
    { state, resumeAtMs }: Extract<RunResult, { kind: "paused" }>,
  ): Promise<void> {
    let spec: JobSpec<FunctionJob>;
    try {
      spec = continuationJob(plan, job, state, old.key, resumeAtMs);
    } catch (error) {
      return this.#fail(plan, old, job, error);
    }
    await this.#replace(old, [spec]);
  }

  async #fail(plan: FunctionPlan, old: OldJob, job: FunctionJob, error: unknown): Promise<void> {
    const { directory, driver, log } = this.#options;
    log.error("a function run failed", {
      functionId: plan.id,
      runId: job.runId,
      data: job.event.data,
      error,
    });
    const handler = directory.failureHandlerOf(plan.id);
    if (handler === null) return;
    await this.#replace(old, [startJob(handler, failedEvent(plan, job, error, driver.nowMs()), old.key)]);
  }

  /**
   * Continues until the database has it: what was done since the last pause must not be lost because the database was
   * away.
   *
   * @throws Error if another worker has taken the job: the queue then leaves it alone, whereas it would delete one that
   * ended well.
   */
  async #replace(old: OldJob, specs: readonly JobSpec<FunctionJob>[]): Promise<void> {
    while (!(await this.#tryReplace(old, specs))) await delay(persistRetryMs);
  }

  async #tryReplace(old: OldJob, specs: readonly JobSpec<FunctionJob>[]): Promise<boolean> {
    const { pool, log, whenAtWork } = this.#options;
    await whenAtWork();
    let replaced: boolean;
    try {
      replaced = await replaceJobBy(pool, old, specs);
    } catch (error) {
      log.warn("the state of a run could not be stored; trying again", {
        jobId: old.id,
        error: String(error),
      });
      return false;
    }
    if (!replaced) throw new Error(`Another worker has continued job ${old.id}.`);
    return true;
  }
}

function keyed(job: Job): OldJob {
  if (job.key === null) throw new Error(`Job ${job.id} has no key: jobs must be made by toJobSpec.`);
  return { id: job.id, key: job.key };
}
