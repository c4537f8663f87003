import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import { initializeCluster, serverEnvironment } from "./initialize-cluster.ts";
import { type PostgresPlace, preparePlace } from "./postgres-place.ts";
import { readPostmasterFile, stopLeftover, stopServer, writeKeeper } from "./running-postgres.ts";

export interface SpawnOptions {
  /** The folder that keeps everything of this installation; the server lives in `postgres` inside. Made when missing. */
  readonly stateFolder: string;
  /** False only for tests: nothing is forced to disk, so a power cut loses the database. Default true. */
  readonly durable?: boolean;
}

/** A PostgreSQL server that this process started and looks after. */
export interface PostgresServer {
  /** On 127.0.0.1, and the same from start to start while it is free. */
  readonly port: number;
  readonly pid: number;
  /** The superuser's connection URL: for migrations and roles, never for the program. */
  superuserUrl(database: string): string;
  /** Resolves when the server is gone, whoever ended it. */
  readonly exited: Promise<void>;
  /** Ends all connections, writes a checkpoint, and returns when the server is gone. */
  stop(): Promise<void>;
}

const settings = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "max_connections=100",
  "shared_buffers=128MB",
  "effective_cache_size=512MB",
  "maintenance_work_mem=64MB",
  "random_page_cost=1.1",
  "jit=off",
  "timezone=UTC",
  "log_timezone=UTC",
  "log_checkpoints=off",
  "log_min_error_statement=fatal",
];
const careless = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=4GB"];

/** Long enough to replay what a killed server had not written to its tables. */
const startTimeoutMs = 300_000;

/**
 * Starts the PostgreSQL of a state folder, making its database cluster the first time. A server that an earlier process left
 * running, or the traces of one that was killed, never block the start.
 */
export async function spawnPostgres(options: SpawnOptions): Promise<PostgresServer> {
  const place = await preparePlace(options.stateFolder);
  await stopLeftover(place);
  const password = await initializeCluster(place);
  const flags = [...settings, ...(options.durable === false ? careless : [])].flatMap((setting) => [
    "-c",
    setting,
  ]);
  const { child, port } = await startOnFreePort(place, flags);
  writeKeeper(place);
  const exited = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once("exit", () => resolve());
  });
  return {
    port,
    pid: child.pid ?? 0,
    superuserUrl: (database) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`,
    exited,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) await stopServer(place);
      await exited;
    },
  };
}

async function startOnFreePort(
  place: PostgresPlace,
  flags: readonly string[],
): Promise<{ child: ChildProcess; port: number }> {
  const portFile = join(place.folder, "port");
  const remembered = Number(await readFile(portFile, "utf8").catch(() => "0"));
  const giveUpAtMs = Date.now() + startTimeoutMs;
  const log = join(place.folder, "postgres.log");
  // How the last server ended is what one wants to read when this one is started after a fault.
  await rename(log, join(place.folder, "postgres.previous.log")).catch(() => undefined);
  let port = await freePort(remembered);
  for (;;) {
    const child = launch(place, [...flags, "-c", `port=${port}`]);
    if (await untilReady(child, place, giveUpAtMs)) {
      await writeFile(portFile, String(port), { mode: 0o600 });
      return { child, port };
    }
    const said = await readFile(log, "utf8");
    const isPortTaken = said.includes("Address already in use");
    // Backends of a server that was killed notice it within moments.
    const isBeingLeft = said.includes("pre-existing shared memory block");
    if ((!isPortTaken && !isBeingLeft) || Date.now() > giveUpAtMs) {
      throw new Error(`The embedded PostgreSQL did not start. Its log says:\n${said.slice(-2000)}`);
    }
    if (isPortTaken) port = await freePort(0);
    else await sleep(200);
  }
}

/** In a session of its own: a Ctrl-C in the terminal reaches the program, which then stops its parts in order. */
function launch(place: PostgresPlace, flags: readonly string[]): ChildProcess {
  const log = openSync(join(place.folder, "postgres.log"), "w", 0o600);
  try {
    return spawn(place.binaries.postgres, ["-D", place.dataFolder, ...flags], {
      ...place.user,
      cwd: sep,
      env: serverEnvironment(),
      detached: true,
      stdio: ["ignore", log, log],
    });
  } finally {
    closeSync(log);
  }
}

async function untilReady(child: ChildProcess, place: PostgresPlace, giveUpAtMs: number): Promise<boolean> {
  let spawnError: Error | undefined;
  child.once("error", (error) => {
    spawnError = error;
  });
  while (child.exitCode === null && child.signalCode === null && spawnError === undefined) {
    const file = readPostmasterFile(place.dataFolder);
    if (file?.pid === child.pid && file?.isReady === true) return true;
    if (Date.now() > giveUpAtMs) {
      child.kill("SIGKILL");
      return false;
    }
    await sleep(10);
  }
  if (spawnError !== undefined)
    throw new Error(`PostgreSQL can not be started: ${spawnError.message}`, { cause: spawnError });
  return false;
}
