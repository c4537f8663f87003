import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "../generated/client.ts";
import { createStatementNames } from "./statement-names.ts";
import { beginStatement } from "./transaction-settings.ts";

export interface DatabaseOptions {
  /** Connects as `penstock_app`, never as the owner. */
  readonly url: string;
  /** The maximum number of connections of this process. */
  readonly poolSize: number;
  /** How long to wait for a free connection. Default: 10 s. */
  readonly waitMs?: number;
  /** Called when a connection breaks; the pool replaces it by itself. */
  readonly onConnectionError?: (error: Error) => void;
}

/**
 * The connections of one process. Queries go through `withTenant`, `withUser` or `withSystem`; end it with
 * `$disconnect()`.
 */
export type Database = PrismaClient;

/**
 * Limits for waiting for a connection, and for a whole transaction. A transaction may not contain provider or HTTP
 * calls.
 */
const defaultWaitMs = 10_000;
const transactionMs = 20_000;

/** The server's own limit for transactions that the program has given up or lost: they hold locks. */
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
    // Queries issued before the first answer share one round trip. Prisma itself never does that.
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
    // Other formats read source files to quote the failing call in the message.
    errorFormat: "minimal",
    transactionOptions: { maxWait: waitMs, timeout: transactionMs },
  });
  pools.set(database, pool);
  const disconnect = database.$disconnect.bind(database);
  // Prisma ends a pool only if it has used it.
  const disconnectAll = async () => {
    await disconnect();
    if (!pool.ending) await pool.end();
  };
  return Object.defineProperty(database, "$disconnect", { value: disconnectAll });
}

const pools = new WeakMap<Database, pg.Pool>();

/** The connections that Prisma uses, for the code paths that bypass it. */
export function connectionsOf(database: Database): pg.Pool {
  const pool = pools.get(database);
  if (pool === undefined) throw new Error("This database was not made by createDatabase.");
  return pool;
}

/**
 * Sends a transaction's settings in one message with its BEGIN. That saves a round trip, and no transaction is ever
 * open without its workspace. If Prisma ever changes its BEGIN, nothing is set and every tenant table looks empty.
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

/** A broken connection is also reported as the error of the query that was using it. */
function ignore(): void {}
