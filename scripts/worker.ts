import { startWorker } from "#inngest/worker.ts";
import { environment } from "#server/env.ts";
import { createLogger } from "#server/logger.ts";

/** The process that carries out nodes. It ends when it is told to, or when whoever started it has gone. */
const settings = environment();
const log = createLogger({ level: settings.logLevel, service: "worker" });
const starting = startWorker(settings, log);

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const worker = await starting.catch(() => null);
  await worker?.stop();
  process.exit(0);
}

process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
process.on("disconnect", () => void stop());
try {
  const worker = await starting;
  await worker.ready;
  process.send?.("ready");
} catch (error) {
  if (!isStopping) {
    log.fatal({ err: error }, "the worker could not start");
    process.exit(1);
  }
}
