import { Pool } from "pg";
import type { EngineLog } from "../engine-log.ts";

/** Jobs are fetched one at a time and finished in batches, so many running jobs need few connections. */
const poolSize = 10;

/**
 * Nobody waits for the disk when a job is taken or done: what a crash of the database makes of it, a job that comes
 * again, is what a crash of the worker makes of it too. Whoever adds jobs says that it does wait.
 */
const options = "-c synchronous_commit=off";

/** Connections break when the server stops; whoever uses one gets the error, and nobody else needs it. */
export function createConnectionPool(databaseUrl: string, log: EngineLog): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    options,
    application_name: "penstock-worker",
    max: poolSize,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  pool.on("error", (error) => log.debug("an idle connection broke", { error: error.message }));
  pool.on("connect", (client) => {
    client.on("error", (error) => log.debug("a connection broke", { error: error.message }));
  });
  return pool;
}
