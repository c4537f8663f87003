import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "../generated/client.ts";
import { createStatementNames } from "./statement-names.ts";
import { beginStatement } from "./transaction-settings.ts";

export interface DatabaseOptions {
  /** Connects as `penstock_app`, never as the owner. */
  readonly url: string;
  /** Connections of this process at most. */
  readonly poolSize: number;
  /** How long somebody waits for a connection before being turned away; 10 s unless said. */
  readonly waitMs?: number;
  /** Told when a connection breaks; the pool replaces it by itself. */
  readonly onConnectionError?: (error: Error) => void;
}

/**
 * The connections of one process. Queries go through `withTenant`, `withUser` or `withSystem`; end it with
 * `$disconnect()`.
 */
export type Database = PrismaClient;

/** Waiting for a connection, and the whole of one transaction. No provider or HTTP call may happen inside one. */
const defaultWaitMs = 10_000;
const transactionMs = 20_000;

/** The server's own limit for what the program has given up or lost: it holds locks. */
const stuckAfterMs = 30_000;

/** Opens no connection yet: the first query does. */
export function createDatabase(options: DatabaseOptions): Database {
  const { waitMs = defaultWaitMs } = options;
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: "penstock",
    max: options.poolSize,
    connectionTimeoutMillis: waitMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    statement_timeout: stuckAfterMs,
    idle_in_transaction_session_timeout: stuckAfterMs,
    // Whoever asks for several things before the first answer gets them in one round trip. Prisma never does.
    pipeline: true,
    Client: ClientWithSettings,
  });
  const report = options.onConnectionError ?? ignore;
  // Without listeners, losing a connection, idle or in use, would end the process.
  pool.on("error", report);
  pool.on("connect", (connection) => connection.on("error", ignore));
  const adapter = new PrismaPg(pool, {
    onConnectionError: report,
    statementNameGenerator: createStatementNames(),
  });
  const database = new PrismaClient({
    adapter,
    // Others read source files to quote the failing call in the message.
    errorFormat: "minimal",
    transactionOptions: { maxWait: waitMs, timeout: transactionMs },
  });
  pools.set(database, pool);
  const disconnect = database.$disconnect.bind(database);
  // Prisma ends a pool only when it has used it.
  const disconnectAll = async () => {
    await disconnect();
    if (!pool.ending) await pool.end();
  };
  return Object.defineProperty(database, "$disconnect", { value: disconnectAll });
}

const pools = new WeakMap<Database, pg.Pool>();

/** The very connections that Prisma uses, for the paths that do without it. */
export function connectionsOf(database: Database): pg.Pool {
  const pool = pools.get(database);
  if (pool === undefined) throw new Error("This database was not made by createDatabase.");
  return pool;
}

/**
 * Sends the settings of a transaction in one message with its BEGIN: one round trip less for each transaction, and no
 * moment in which a transaction is open without its workspace. Should Prisma ever begin in other words, nothing is set
 * and every tenant table looks empty.
 */
class ClientWithSettings extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const send: (...args: unknown[]) => unknown = this.query.bind(this);
    const sendWithSettings = (...args: unknown[]) => {
      const [first, ...rest] = args;
      return isBegin(first) ? send({ ...first, text: beginStatement() }, ...rest) : send(...args);
    };
    Object.defineProperty(this, "query", { value: sendWithSettings });
  }
}

function isBegin(query: unknown): query is { readonly text: string } {
  return typeof query === "object" && query !== null && "text" in query && query.text === "BEGIN";
}

/** A broken connection is also the error of whichever query was using it. */
function ignore(): void {}
