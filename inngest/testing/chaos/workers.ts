import { workerLockKey } from "#core/dispatch/worker-lock.ts";
import type { Stage, WorkerOptions } from "../set-stage.ts";
import { until } from "../until.ts";
import type { WorkerProcess } from "../worker-process.ts";

/** What starts and ends may take on a machine that is busy with other things too. */
const patienceMs = 120_000;

/** One that works and two that stand by, so that one of them is there already when the first has gone. */
const count = 3;

/** Some workers. The database knows which one is working: after connections were cut, it may be any of them. */
export class Workers {
  readonly #stage: Stage;
  readonly #options: WorkerOptions & { readonly engineUrl: string };
  readonly #processes = new Map<string, WorkerProcess>();
  #spawned = 0;
  endedByThemselves = 0;

  constructor(stage: Stage, options: WorkerOptions & { readonly engineUrl: string }) {
    this.#stage = stage;
    this.#options = options;
    this.#fillUp();
  }

  #fillUp(): void {
    while (this.#processes.size < count) this.#spawn();
  }

  /** Each goes by a name that its connections carry. */
  #spawn(): void {
    this.#spawned += 1;
    const name = `worker-${this.#spawned}`;
    const engineUrl = `${this.#options.engineUrl}?application_name=${name}`;
    this.#processes.set(name, this.#stage.spawnWorker({ ...this.#options, engineUrl }));
  }

  /** Resolves when one is working and another one would take its place. */
  async ready(): Promise<void> {
    await this.#inPlace();
  }

  /** Kills the one that is working, once another one waits for its place. */
  async killActive(): Promise<void> {
    const { active } = await this.#inPlace();
    await this.#kill(active);
    this.#fillUp();
  }

  /** Kills all of them: nothing works until new ones have started. */
  async killAll(): Promise<void> {
    await Promise.all([...this.#processes.keys()].map((name) => this.#kill(name)));
    this.#fillUp();
  }

  /**
   * Stops the one that is working, like a machine that freezes; the other takes over once `letGo` has cut its
   * connections. Resolves with what wakes it again.
   */
  async stopActive(letGo: () => void): Promise<() => void> {
    const { active } = await this.#inPlace();
    const sleeper = this.#processes.get(active);
    sleeper?.signal("SIGSTOP");
    letGo();
    await until(
      () => this.#holders(),
      (holders) => holders.some(({ granted, name }) => granted && name !== active),
      patienceMs,
    );
    return () => sleeper?.signal("SIGCONT");
  }

  async #kill(name: string): Promise<void> {
    await this.#processes.get(name)?.end("SIGKILL");
    this.#processes.delete(name);
  }

  /** Resolves when one is working and another waits for it to end. */
  async #inPlace(): Promise<{ readonly active: string }> {
    const isOurs = ({ name }: Holder) => this.#processes.has(name);
    const holders = await until(
      () => this.#holders(),
      (seen) =>
        seen.filter(isOurs).length > 1 &&
        seen.some(({ granted, name }) => granted && this.#processes.has(name)),
      patienceMs,
    ).catch((error: unknown) => {
      const said = [...this.#processes].map(
        ([name, one]) => `${name} ${one.hasEnded ? "has ended" : "lives"}: ${one.said().slice(-1_500)}`,
      );
      throw new Error(`The workers are not in place. ${error}\n${said.join("\n")}`);
    });
    return { active: holders.find(({ granted }) => granted)?.name ?? "" };
  }

  /** As the supervisor does: a worker that ends while it starts, because its connection was cut, is started again. */
  #replaceEnded(): void {
    for (const [name, one] of this.#processes) {
      if (!one.hasEnded) continue;
      this.#processes.delete(name);
      this.endedByThemselves += 1;
    }
    this.#fillUp();
  }

  #holders(): Promise<readonly Holder[]> {
    this.#replaceEnded();
    return this.#stage.database.asOwner<Holder>(
      `select application_name as name, granted
         from pg_locks join pg_stat_activity using (pid)
        where locktype = 'advisory' and classid = $1::oid and objid = $2::oid and datname = current_database()`,
      [...workerLockKey],
    );
  }
}

interface Holder {
  readonly name: string;
  readonly granted: boolean;
}
