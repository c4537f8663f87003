import { guardProcess } from "#inngest/runner/process-guard.ts";
import { noteSocketAddresses } from "#server/auth/socket-address.ts";
import { environment } from "#server/env.ts";
import { createLogger } from "#server/logger.ts";
import { processDoor } from "./inngest/process-door.ts";

/** Runs once in a web process before it answers the first request. */
export async function startUp(): Promise<void> {
  noteSocketAddresses();
  guardWeb();
  await processDoor();
}

/** A web process survives unexpected errors: one bad request must not interrupt everyone else's. */
function guardWeb(): void {
  const log = createLogger({ level: environment().logLevel, service: "web" });
  guardProcess(log, (fault) => log.error({ err: fault }, "an error occurred outside of any attempt"));
}
