import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { workerLockKey } from "#core/dispatch/worker-lock.ts";
import { isPassing } from "../database-error.ts";
import type { EngineLog } from "../engine-log.ts";

const heartbeatMs = 5_000;
const reconnectMs = 250;

/** The right to be the worker, for as long as the connection lives. */
export interface WorkerLock {
  /** Resolves with the reason when the right is lost, in whatever way. */
  readonly lost: Promise<string>;
  /** Asks the database whether the right still holds. */
  check(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Waits until this process is the only worker of the database: until the database answers, and until another worker has
 * gone. The lock is on a connection of its own, so that it is released the moment its process dies.
 *
 * @returns null if the signal aborted the wait.
 * @throws Error if the database refuses us for a reason that waiting will not cure (password, missing database).
 */
export async function acquireWorkerLock(
  databaseUrl: string,
  log: EngineLog,
  signal: AbortSignal,
): Promise<WorkerLock | null> {
  let told = false;
  while (!signal.aborted) {
    try {
      return await tryAcquire(databaseUrl, log, signal);
    } catch (error) {
      if (signal.aborted) return null;
      if (!isPassing(error)) throw error;
      if (!told) log.warn("the database does not answer; waiting for it", { error: String(error) });
      told = true;
      await delay(reconnectMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}

async function tryAcquire(databaseUrl: string, log: EngineLog, signal: AbortSignal): Promise<WorkerLock> {
  const client = new Client({
    connectionString: databaseUrl,
    application_name: "penstock-worker-lock",
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  const lost = new Promise<string>((resolve) => {
    client.on("error", (error) => resolve(error.message));
    client.on("end", () => resolve("the connection ended"));
  });
  const giveUp = () => void client.end().catch(() => undefined);
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    await client.connect();
    await client.query("set statement_timeout = 0");
    const { rows } = await client.query<{ got: boolean }>("select pg_try_advisory_lock($1, $2) as got", [
      ...workerLockKey,
    ]);
    if (rows[0]?.got !== true) {
      log.warn("another worker is running on this database; waiting for it to end");
      await client.query("select pg_advisory_lock($1, $2)", [...workerLockKey]);
    }
  } catch (error) {
    giveUp();
    throw error;
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
  return held(client, lost);
}

function held(client: Client, lost: Promise<string>): WorkerLock {
  const check = async (): Promise<boolean> => {
    try {
      await client.query("select 1");
      return true;
    } catch {
      return false;
    }
  };
  const heartbeat = setInterval(() => void check(), heartbeatMs);
  heartbeat.unref();
  void lost.then(() => clearInterval(heartbeat));
  return { lost, check, release: () => client.end().catch(() => undefined) };
}
