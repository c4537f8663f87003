import { engineEventNames, nodeReadyDataSchema } from "#core/dispatch/engine-event.ts";
import type { Environment } from "#server/env.ts";
import type { Logger } from "#server/logger.ts";
import { reconcile } from "#server/services/progress/healing/reconcile.ts";
import { recoverLeases } from "#server/services/progress/healing/recover-leases.ts";
import { createEmbeddedEngine, type EmbeddedEngine } from "./embedded/engine.ts";
import { createFunctions } from "./functions/all.ts";
import { watchBudgets } from "./runner/budget-watch.ts";
import type { StopLooking } from "./runner/look-every-second.ts";
import { type OpenedRunner, openRunner } from "./runner/open-runner.ts";
import { watchSchedules } from "./runner/schedule-watch.ts";
import { watchStranded } from "./runner/stranded-watch.ts";
import { watchWebhooks } from "./runner/webhook-watch.ts";

export interface Worker {
  /** Resolves when it begins to work: immediately, or when another worker of this database has ended. */
  readonly ready: Promise<void>;
  /**
   * Lets go of its work, so that the next worker takes it over immediately, and closes everything. Also ends the wait.
   */
  stop(): Promise<void>;
}

/** Starts the process that runs nodes with the embedded engine. */
export async function startWorker(environment: Environment, log: Logger): Promise<Worker> {
  const { databaseEngineUrl } = environment;
  if (databaseEngineUrl === null) throw new Error("The worker needs DATABASE_ENGINE_URL.");
  const opened = await openRunner(environment, log, "embedded");
  const { runner } = opened;
  const engine = createEmbeddedEngine({
    databaseUrl: databaseEngineUrl,
    functions: (client) => createFunctions(client, runner),
    ahead: async ({ name, data }) => {
      const node = name === engineEventNames.nodeReady ? nodeReadyDataSchema.safeParse(data) : null;
      if (node?.success === true) await runner.ahead.begin(node.data);
    },
    announced: (nodeRun) => runner.ahead.look(nodeRun),
    log: {
      debug: (message, fields) => log.debug(fields ?? {}, message),
      info: (message, fields) => log.info(fields ?? {}, message),
      warn: (message, fields) => log.warn(fields ?? {}, message),
      error: (message, fields) => log.error(fields ?? {}, message),
    },
  });
  runner.keeper.start();
  let stopWatching: StopLooking | null = null;
  let isStopping = false;
  const ready = beginWork(engine, opened, log).then(async (stop) => {
    stopWatching = stop;
    if (isStopping) await stop();
  });
  return {
    ready,
    async stop() {
      isStopping = true;
      const stopped = stopWatching?.();
      runner.keeper.abortAll();
      await engine.stop();
      await stopped;
      await opened.close();
    },
  };
}

/**
 * What an earlier worker left is taken up before anything else is looked for. Returns the function that ends the
 * looking.
 */
async function beginWork(
  engine: EmbeddedEngine,
  { runner, webhooks }: OpenedRunner,
  log: Logger,
): Promise<StopLooking> {
  await engine.start();
  const recovered = await recoverLeases(runner.context);
  if (recovered > 0) log.info({ recovered }, "took up what an earlier worker had begun");
  await reconcile(runner.context);
  log.info("worker ready");
  const stopWatching = [
    watchStranded(runner.context),
    watchSchedules(runner.context),
    watchBudgets(runner.context),
    watchWebhooks(webhooks, runner.ports.http, log),
  ];
  return async () => {
    await Promise.all(stopWatching.map((stop) => stop()));
  };
}
