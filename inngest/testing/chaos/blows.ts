import type { Stage } from "../set-stage.ts";
import { until } from "../until.ts";
import { type CuttableLine, layLine } from "./cuttable-line.ts";
import { Web } from "./web.ts";
import { Workers } from "./workers.ts";

/** How often each kind of kill is chosen, of a hundred. */
const kills = [
  ["worker killed", 65],
  ["all workers killed", 15],
  ["web process killed", 20],
] as const;
type Kill = (typeof kills)[number][0];

/** What comes between the kills, now and then. */
const troubles = ["worker stands still", "database connections cut", "vendor connections cut"] as const;
type Trouble = (typeof troubles)[number];
const troubleShare = 0.3;

/** The processes of an installation, and what is done to them. */
export class Blows {
  readonly web: Web;
  readonly counts = new Map<string, number>();
  readonly silentMs: number[] = [];
  readonly #stage: Stage;
  readonly #random: () => number;
  readonly #workers: Workers;
  readonly #lines: {
    readonly app: CuttableLine;
    readonly engine: CuttableLine;
    readonly vendor: CuttableLine;
  };

  private constructor(
    stage: Stage,
    random: () => number,
    lines: { readonly app: CuttableLine; readonly engine: CuttableLine; readonly vendor: CuttableLine },
    workers: Workers,
  ) {
    this.#stage = stage;
    this.#random = random;
    this.#lines = lines;
    this.#workers = workers;
    this.web = new Web(lines.app.url, stage.context.actor);
  }

  /** Starts the processes, each on lines that can be cut. */
  static async prepare(stage: Stage, random: () => number): Promise<Blows> {
    const { appUrl, engineUrl } = stage.database;
    const [app, engine, vendor] = await Promise.all([appUrl, engineUrl, stage.sandbox.url].map(layLine));
    if (app === undefined || engine === undefined || vendor === undefined)
      throw new Error("A line is missing");
    const sandboxUrl = vendor.url.replace(/\/$/, "");
    const workers = new Workers(stage, { appUrl: app.url, engineUrl: engine.url, sandboxUrl });
    return new Blows(stage, random, { app, engine, vendor }, workers);
  }

  /** Resolves when a blow can fall: what is started now is under way when it does. */
  ready(): Promise<void> {
    return this.#workers.ready();
  }

  /** Resolves when a worker has something in its hands, or there is nothing left to do. */
  async #inTheMiddle(): Promise<void> {
    await until(
      () =>
        this.#stage.database.asOwner<{ isBusy: boolean }>(
          `select exists (select from system.leases)
                  or not exists (select from runs where status in ('pending', 'running', 'waiting')) as "isBusy"`,
        ),
      ([row]) => row?.isBusy === true,
      120_000,
    );
  }

  /** One kill, and sometimes other trouble before it. Resolves when work goes on. */
  async strike(): Promise<void> {
    if (this.#random() < troubleShare) {
      const trouble = troubles[Math.floor(this.#random() * troubles.length)] ?? "vendor connections cut";
      await this.#thenProgress(trouble, () => this.#cause(trouble));
    }
    const kill = this.#chooseKill();
    await this.#inTheMiddle();
    await this.#thenProgress(kill, () => this.#carryOut(kill));
  }

  #chooseKill(): Kill {
    let left = this.#random() * 100;
    for (const [kill, share] of kills) {
      left -= share;
      if (left < 0) return kill;
    }
    return "worker killed";
  }

  async #carryOut(kill: Kill): Promise<void> {
    switch (kill) {
      case "worker killed":
        return this.#workers.killActive();
      case "all workers killed":
        return this.#workers.killAll();
      case "web process killed":
        return this.web.kill();
    }
  }

  async #cause(trouble: Trouble): Promise<void> {
    switch (trouble) {
      case "worker stands still": {
        const wake = await this.#workers.stopActive(() => this.#cutDatabase());
        await new Promise((resolve) => setTimeout(resolve, 300 + this.#random() * 1_500));
        return wake();
      }
      case "database connections cut":
        return this.#cutDatabase();
      case "vendor connections cut":
        this.#lines.vendor.cut();
    }
  }

  #cutDatabase(): void {
    this.#lines.app.cut();
    this.#lines.engine.cut();
  }

  /** Measures how long nothing is heard of any run that is under way. */
  async #thenProgress(name: string, happen: () => Promise<void>): Promise<void> {
    await happen();
    const struckAtMs = Date.now();
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    const next = await until(
      () => this.#progress(),
      ({ lastLineAtMs, open }) => lastLineAtMs > struckAtMs || open === 0,
      120_000,
    );
    if (next.open > 0) this.silentMs.push(next.lastLineAtMs - struckAtMs);
  }

  async #progress(): Promise<{ lastLineAtMs: number; open: number }> {
    const [row] = await this.#stage.database.asOwner<{ lastLineAtMs: number; open: number }>(
      `select (extract(epoch from max(created_at)) * 1000)::float8 as "lastLineAtMs",
              (select count(*)::int from runs where status in ('pending', 'running', 'waiting')) as open
       from run_events`,
    );
    return row ?? { lastLineAtMs: 0, open: 0 };
  }

  /** Workers that ended when their connections were cut, and were started again. */
  get endedByThemselves(): number {
    return this.#workers.endedByThemselves;
  }

  async close(): Promise<void> {
    await this.web.close();
    await Promise.all(Object.values(this.#lines).map((line) => line.close()));
  }
}
