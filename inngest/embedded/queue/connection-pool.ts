import { Pool } from "pg";
import type { EngineLog } from "../engine-log.ts";

/** Jobs are fetched one at a time and finished in batches, so many running jobs need few connections. */
const poolSize = 10;

/**
 * Taking or finishing a job does not wait for the disk: a crash of the database then repeats a job, as a crash of the
 * worker does. Adding jobs overrides this, and waits.
 */
const options = "-c synchronous_commit=off";

/** Connections break when the server stops; the caller that uses one gets the error, and nobody else needs it. */
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
