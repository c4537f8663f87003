import { guardProcess } from "#inngest/runner/process-guard.ts";
import { startWorker } from "#inngest/worker.ts";
import { environment } from "#server/env.ts";
import { createLogger } from "#server/logger.ts";

// The SDK copies the environment several times per call, and each variable of the real one is a system call.
process.env = { ...process.env };

/** The process that executes nodes. It ends on a signal, or when its parent process has gone. */
const settings = environment();
const log = createLogger({ level: settings.logLevel, service: "worker" });
/** The deadline for an orderly exit. */
const leaveWithinMs = 10_000;
let isStopping = false;

guardProcess(log, (fault) => {
  log.fatal({ err: fault }, "the worker stops after an error outside of any attempt");
  void stop(1);
});
const starting = startWorker(settings, log);

/** Takes no new work and releases its current work, so that the next worker takes it up immediately. */
async function stop(exitCode: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  // Its database may have gone with the parent process, and not respond.
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
