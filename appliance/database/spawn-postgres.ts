import { initializeCluster } from "./initialize-cluster.ts";
import { preparePlace } from "./postgres-place.ts";
import { stopLeftover, stopServer } from "./running-postgres.ts";
import { startServer } from "./start-server.ts";

export interface SpawnOptions {
  /** The folder of this installation; the server is in `postgres` inside. Created if missing. */
  readonly stateFolder: string;
  /** False only for tests: nothing is forced to disk, so a power cut loses the database. Default true. */
  readonly durable?: boolean;
  /**
   * False only for tests of a server that outlives the process that started it. Default true: it ends with that
   * process.
   */
  readonly guarded?: boolean;
}

/** A PostgreSQL server that this process started and looks after. */
export interface PostgresServer {
  /** On 127.0.0.1, and the same from start to start while it is free. */
  readonly port: number;
  readonly pid: number;
  /** The superuser's connection URL: for migrations and roles, never for the program. */
  superuserUrl(database: string): string;
  /** Resolves when the server is gone, whatever ended it. */
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
const careless = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  // It may lie in memory, and what has been dropped needs no log.
  "max_wal_size=512MB",
  // Several files of tests at the same time, each with workers of its own.
  "max_connections=400",
];

/**
 * Starts the PostgreSQL of a state folder, creating its database cluster the first time. A server that an earlier
 * process left running, or the traces of a killed one, never block the start.
 */
export async function spawnPostgres(options: SpawnOptions): Promise<PostgresServer> {
  const place = await preparePlace(options.stateFolder);
  await stopLeftover(place);
  const password = await initializeCluster(place);
  const flags = [...settings, ...(options.durable === false ? careless : [])].flatMap((setting) => [
    "-c",
    setting,
  ]);
  const { child, port } = await startServer(place, flags, { isGuarded: options.guarded !== false });
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
