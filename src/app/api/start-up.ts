import { guardProcess } from "#inngest/runner/process-guard.ts";
import { noteSocketAddresses } from "#server/auth/socket-address.ts";
import { environment } from "#server/env.ts";
import { createLogger } from "#server/logger.ts";
import { hangUpWhenStopped } from "./hang-up-when-stopped.ts";
import { processDoor } from "./inngest/process-door.ts";

/** Runs once in a web process before it answers the first request. */
export async function startUp(): Promise<void> {
  noteSocketAddresses();
  hangUpWhenStopped(stopped());
  guardWeb();
  await processDoor();
}

/** A web process survives unexpected errors: one bad request must not interrupt everyone else's. */
function guardWeb(): void {
  const log = createLogger({ level: environment().logLevel, service: "web" });
  guardProcess(log, (fault) => log.error({ err: fault }, "an error occurred outside of any attempt"));
}

/** Next itself ends the process at these signals, once its last connection is closed. */
function stopped(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}
