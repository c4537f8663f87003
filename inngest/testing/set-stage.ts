import type pg from "pg";
import type { RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { type SandboxServer, startSandboxServer } from "#providers/sandbox/server.ts";
import type { Database } from "#server/db/driver/client.ts";
import { listen } from "#server/db/listen.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { PlanCache } from "#server/services/progress/plan-cache.ts";
import { createRunBell } from "#server/services/runs/log/run-bell.ts";
import { startRun } from "#server/services/runs/start/start-run.ts";
import { seedPipeline } from "#server/services/testing/seed-pipeline.ts";
import { createTestContext } from "#server/services/testing/service-context.ts";
import { Standstills } from "./standstills.ts";
import { until } from "./until.ts";
import { spawnWorker, type WorkerProcess, type WorkerUrls } from "./worker-process.ts";

export interface StageDatabase {
  readonly db: Database;
  readonly appUrl: string;
  readonly engineUrl: string;
  /** One statement with the owner's rights, whom row-level security does not bind. */
  asOwner<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** What a worker is given that is not as the stage has it. */
export type WorkerOptions = Partial<WorkerUrls>;

interface StageOptions {
  /** How many calls the vendor's bill lists at least. */
  readonly keptEntries?: number;
  /** Who carries out what its runs ask for; the embedded engine where it is not said. */
  readonly engine?: "embedded" | "inngest";
}

/**
 * A whole installation: this process stands for the web and for the model vendor, workers are processes of their own.
 */
export interface Stage {
  readonly context: ServiceContext;
  readonly database: StageDatabase;
  readonly sandbox: SandboxServer;
  /** A worker; the second one waits until the first has ended. */
  spawnWorker(options?: WorkerOptions): WorkerProcess;
  /** Starts one run of a new pipeline. */
  start(definition: PipelineDefinitionInput, input?: Json): Promise<RunId>;
  /** Resolves when all have ended, however. */
  ended(runIds: readonly RunId[], timeoutMs?: number): Promise<void>;
  /** Kills what workers there are. */
  endWorkers(): Promise<void>;
  /** Ends everything that was started here. */
  close(): Promise<void>;
}

export async function setStage(database: StageDatabase, options: StageOptions = {}): Promise<Stage> {
  const vendor = await startSandboxServer(options);
  const standstills = new Standstills();
  const sandbox = { ...vendor, stats: () => statsByArrival(vendor, standstills) };
  const listener = await listen({ url: database.appUrl, onReconnect: () => undefined });
  const runs = {
    engine: options.engine ?? "embedded",
    plans: new PlanCache(),
    bell: createRunBell(listener),
  } as const;
  const context: ServiceContext = { ...(await createTestContext(database.db)), runs };
  const workers: WorkerProcess[] = [];
  const endWorkers = async () => {
    for (const worker of workers.splice(0)) if (!worker.hasEnded) await worker.end("SIGKILL");
  };
  return {
    context,
    database,
    sandbox,
    spawnWorker(options) {
      const worker = spawnWorker({ ...database, sandboxUrl: sandbox.url, ...options });
      workers.push(worker);
      return worker;
    },
    async start(definition, input = "tides") {
      const pipelineId = await seedPipeline(context, definition);
      const asked = { pipelineId, input, variables: {}, version: null, idempotencyKey: null };
      return (await startRun(context, asked)).runId;
    },
    async ended(runIds, timeoutMs = 120_000) {
      await until(
        () => database.asOwner(unendedRuns, [[...runIds]]),
        (open) => open.length === 0,
        timeoutMs,
      ).catch((error: unknown) => {
        const said = workers.map((worker) => worker.said().slice(-4_000)).join("\n");
        throw new Error(`The runs do not end. ${error}\nThe workers said:\n${said}`);
      });
    },
    endWorkers,
    async close() {
      await endWorkers();
      await listener.close();
      await vendor.close();
      standstills.stop();
    },
  };
}

/**
 * What the vendor billed, each call by the earliest moment at which it may have come. The vendor is this process: where
 * it stood still, it has read a call later than that, perhaps when the run had ended long before.
 */
function statsByArrival(vendor: SandboxServer, standstills: Standstills): ReturnType<SandboxServer["stats"]> {
  const stats = vendor.stats();
  return {
    ...stats,
    get entries() {
      return stats.entries.map((entry) => ({
        ...entry,
        startedAtMs: standstills.earliestArrival(entry.startedAtMs),
      }));
    },
  };
}

const unendedRuns = `select id, status, frontier from runs
  where id = any($1::uuid[]) and status not in ('completed', 'failed', 'cancelled', 'timeout')`;
