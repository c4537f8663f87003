import { guardProcess } from "#inngest/runner/process-guard.ts";
import { startWorker } from "#inngest/worker.ts";
import { environment } from "#server/env.ts";
import { createLogger } from "#server/logger.ts";

// The SDK copies it several times for each call, and each name of the process's own is asked of the system.
process.env = { ...process.env };

/** The process that carries out nodes. It ends when it is told to, or when whoever started it has gone. */
const settings = environment();
const log = createLogger({ level: settings.logLevel, service: "worker" });
/** When it must leave though it cannot do so in order. */
const leaveWithinMs = 10_000;
let isStopping = false;

guardProcess(log, (fault) => {
  log.fatal({ err: fault }, "the worker stops after an error outside of any attempt");
  void stop(1);
});
const starting = startWorker(settings, log);

/** Takes nothing new and lets go of what it carries, so that the next worker takes it up at once. */
async function stop(exitCode: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  // Its database may have gone with whoever started it, and no longer answer.
  setTimeout(() => process.exit(1), leaveWithinMs).unref();
  try {
    const worker = await starting.catch(() => null);
    await worker?.stop();
  } catch (error) {
    log.error({ err: error }, "the worker could not stop in order");
    process.exit(1);
  }
  process.exit(exitCode);
}

process.on("SIGTERM", () => void stop(0));
process.on("SIGINT", () => void stop(0));
process.on("disconnect", () => void stop(0));
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
