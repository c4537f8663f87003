import { randomUUID } from "node:crypto";
import type { PipelineId, RunId } from "#core/ids.ts";
import { cancelRun } from "#server/services/runs/cancel-run.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { layLine } from "../chaos/cuttable-line.ts";
import { Workers } from "../chaos/workers.ts";
import { seededRandom } from "../seeded-random.ts";
import { type Stage, type StageDatabase, setStage } from "../set-stage.ts";
import { until } from "../until.ts";
import { agentsOfARun, billPipeline } from "./bill-pipeline.ts";
import { type CheckedBill, checkBill } from "./check-bill.ts";

/** How many calls the vendor sees at least; the same seed chooses the same trouble. */
export interface BillPlan {
  readonly calls: number;
  readonly seed: number;
}

export interface BillOutcome extends CheckedBill {
  readonly runs: number;
  readonly cancelled: number;
  /** What was done to workers and lines, and how often. */
  readonly blows: ReadonlyMap<string, number>;
}

const pipelineCount = 12;
const mostOpen = 4;
const cancelShare = 0.08;
/** A blow for this many calls, and a few in a short play too. */
const callsPerBlow = 200;
const fewestBlows = 2;

/**
 * Makes a vendor's bill as long as is asked for, through everything that makes bills and books differ: calls that are
 * refused, break off, stall and are reset, workers that are killed, cut lines, runs that are stopped. Resolves with how
 * the ledger stands beside the bill.
 */
export async function playBill(
  database: StageDatabase,
  { calls, seed }: BillPlan,
  tell: (line: string) => void = () => {},
): Promise<BillOutcome> {
  const stage = await setStage(database, { keptEntries: 4 * calls + 1_000 });
  const vendor = await layLine(stage.sandbox.url);
  const { appUrl, engineUrl } = database;
  const workers = new Workers(stage, { appUrl, engineUrl, sandboxUrl: vendor.url.replace(/\/$/, "") });
  const blows = new Map<string, number>();
  try {
    const starter = await RunStarter.prepare(stage, seed);
    const random = seededRandom(seed + 1);
    const everyCalls = Math.min(callsPerBlow, calls / (fewestBlows + 1));
    let nextBlow = everyCalls;
    await workers.ready();
    for (let seen = 0; seen < calls; ) {
      await starter.startOne();
      seen = stage.sandbox.stats().requests;
      if (seen < nextBlow) continue;
      nextBlow += everyCalls;
      const blow = await strike(workers, () => vendor.cut(), random());
      blows.set(blow, (blows.get(blow) ?? 0) + 1);
      if (seen % 1_000 < everyCalls) tell(`${seen} calls`);
    }
    const runIds = await starter.ended();
    const checked = await checkBill(database, stage.sandbox.stats().entries, runIds);
    return { ...checked, runs: runIds.length, cancelled: starter.cancelled, blows };
  } finally {
    await stage.close();
    await vendor.close();
  }
}

async function strike(workers: Workers, cutVendor: () => void, chance: number): Promise<string> {
  if (chance < 0.2) {
    cutVendor();
    return "vendor connections cut";
  }
  await workers.ready();
  if (chance < 0.4) {
    await workers.killAll();
    return "all workers killed";
  }
  await workers.killActive();
  return "worker killed";
}

/** Starts one run after another, a few at a time, and stops some of them. */
class RunStarter {
  readonly #stage: Stage;
  readonly #pipelines: readonly PipelineId[];
  readonly #random: () => number;
  readonly #runIds: RunId[] = [];
  readonly #stops: Promise<void>[] = [];
  cancelled = 0;

  private constructor(stage: Stage, seed: number, pipelines: readonly PipelineId[]) {
    this.#stage = stage;
    this.#random = seededRandom(seed);
    this.#pipelines = pipelines;
  }

  static async prepare(stage: Stage, seed: number): Promise<RunStarter> {
    const seeds = Array.from({ length: pipelineCount }, (_, index) => seed + index);
    const made = await Promise.all(seeds.map((one) => seedPipeline(stage.context, billPipeline(one))));
    return new RunStarter(stage, seed, made);
  }

  /** Waits until there is room for it. */
  async startOne(): Promise<void> {
    const { context, database } = this.#stage;
    await until(
      () => database.asOwner("select from runs where finished_at is null"),
      (open) => open.length < mostOpen,
      120_000,
    );
    const pipelineId = this.#pipelines[this.#runIds.length % this.#pipelines.length];
    if (pipelineId === undefined) throw new Error("There is no pipeline to run");
    const input = `Tide ${this.#runIds.length}`;
    const asked = { pipelineId, input, variables: {}, version: null, idempotencyKey: randomUUID() };
    const { runId } = await startRun(context, asked);
    this.#runIds.push(runId);
    if (this.#random() < cancelShare) this.#stops.push(this.#stopLater(runId, this.#random() * 400));
  }

  async #stopLater(runId: RunId, afterMs: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await cancelRun(this.#stage.context, { runId, reason: "no longer wanted" });
    this.cancelled += 1;
  }

  /** Resolves with all that were started when they have ended. */
  async ended(): Promise<readonly RunId[]> {
    await Promise.all(this.#stops);
    await this.#stage.ended(this.#runIds, agentsOfARun * 30_000);
    return this.#runIds;
  }
}
