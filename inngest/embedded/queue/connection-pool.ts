import { Pool } from "pg";
import type { EngineLog } from "../engine-log.ts";

/** Jobs are fetched one at a time and finished in batches, so many running jobs need few connections. */
const poolSize = 10;

/**
 * `queue` is for the queue library, which takes jobs and deletes those that are done: should the server die and forget
 * that, a job is done again, and the book says what has been. So nobody waits for the disk there. `book` is for what
 * must be kept: new jobs, and the states of runs that pause.
 */
export type PoolUse = "queue" | "book";

/** Connections break when the server stops; whoever uses one gets the error, and nobody else needs it. */
export function createConnectionPool(databaseUrl: string, log: EngineLog, use: PoolUse): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: "penstock-worker",
    max: poolSize,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    ...(use === "queue" ? { onConnect: (client) => client.query("set synchronous_commit = off") } : {}),
  });
  pool.on("error", (error) => log.debug("an idle connection broke", { error: error.message }));
  pool.on("connect", (client) => {
    client.on("error", (error) => log.debug("a connection broke", { error: error.message }));
  });
  return pool;
}
