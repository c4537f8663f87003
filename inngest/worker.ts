import { startSandboxServer } from "#providers/sandbox/server.ts";
import { parseKeyring } from "#server/crypto/keyring.ts";
import { createDatabase } from "#server/db/client.ts";
import { listen } from "#server/db/listen.ts";
import type { Environment } from "#server/env.ts";
import type { Logger } from "#server/logger.ts";
import { PlanCache } from "#server/services/progress/plan-cache.ts";
import { recoverLeases } from "#server/services/progress/recover-leases.ts";
import { createEmbeddedEngine } from "./embedded/engine.ts";
import { createFunctions } from "./functions/all.ts";
import { createNodeRunner } from "./ports.ts";
import { watchStranded } from "./runner/stranded-watch.ts";

/** Connections for the book; the queue has its own. */
const poolSize = 16;

export interface Worker {
  /** Lets go of what it carries, so that the next worker takes it up at once, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts the process that carries out nodes with the embedded engine. Resolves when it works: at once, or when another worker of
 * this database has ended.
 */
export async function startWorker(environment: Environment, log: Logger): Promise<Worker> {
  const { databaseAppUrl, databaseEngineUrl } = environment;
  if (databaseEngineUrl === null) throw new Error("The worker needs DATABASE_ENGINE_URL.");
  const db = createDatabase({ url: databaseAppUrl, poolSize });
  const sandbox = environment.sandboxUrl === null ? await startSandboxServer() : null;
  const runner = createNodeRunner({
    db,
    log,
    engine: "embedded",
    plans: new PlanCache(),
    keyring: parseKeyring(environment.keyring),
    sandboxUrl: sandbox?.url ?? environment.sandboxUrl ?? "",
    allowPrivateHttp: environment.allowPrivateHttp,
  });
  const listener = await listen({ url: databaseAppUrl, onReconnect: () => undefined });
  listener.subscribe("run_control", (runId) => runner.keeper.abortRun(runId));
  const engine = createEmbeddedEngine({
    databaseUrl: databaseEngineUrl,
    functions: (client) => createFunctions(client, runner),
    log: {
      debug: (message, fields) => log.debug(fields ?? {}, message),
      info: (message, fields) => log.info(fields ?? {}, message),
      warn: (message, fields) => log.warn(fields ?? {}, message),
      error: (message, fields) => log.error(fields ?? {}, message),
    },
  });
  runner.keeper.start();
  await engine.start();
  const recovered = await recoverLeases(runner.context);
  if (recovered > 0) log.info({ recovered }, "took up what an earlier worker had begun");
  const stopWatching = watchStranded(runner.context);
  log.info("worker ready");
  return {
    async stop() {
      stopWatching();
      runner.keeper.abortAll();
      await engine.stop();
      runner.keeper.stop();
      await listener.close();
      await sandbox?.close();
      await db.$disconnect();
    },
  };
}
