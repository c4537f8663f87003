import type { Stage } from "./set-stage.ts";
import type { WorkerProcess } from "./worker-process.ts";

/** A worker that works, and one that stands by to take its place. */
export class WorkerPair {
  readonly #stage: Stage;
  #active: WorkerProcess;
  #standby: WorkerProcess;

  private constructor(stage: Stage, active: WorkerProcess) {
    this.#stage = stage;
    this.#active = active;
    this.#standby = stage.spawnWorker();
  }

  static async start(stage: Stage): Promise<WorkerPair> {
    const active = stage.spawnWorker();
    await active.ready;
    return new WorkerPair(stage, active);
  }

  /** Resolves when the other one only waits for its turn. */
  standsBy(): Promise<void> {
    return this.#standby.inPlace();
  }

  /** Kills the one that works: the other takes over, and a third one stands by. */
  async killActive(): Promise<void> {
    await this.#active.end("SIGKILL");
    this.#active = this.#standby;
    this.#standby = this.#stage.spawnWorker();
  }

  /** Kills both: nobody is running until a new one has started. */
  async killBoth(): Promise<void> {
    await Promise.all([this.#active.end("SIGKILL"), this.#standby.end("SIGKILL")]);
    this.#active = this.#stage.spawnWorker();
    await this.#active.ready;
    this.#standby = this.#stage.spawnWorker();
  }
}
