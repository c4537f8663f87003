import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client.ts";
import { createStatementNames } from "./statement-names.ts";
import { beginStatement } from "./transaction-settings.ts";

export interface DatabaseOptions {
  /** Connects as `penstock_app`, never as the owner. */
  readonly url: string;
  /** Connections of this process at most. */
  readonly poolSize: number;
  /** Told when a connection breaks; the pool replaces it by itself. */
  readonly onConnectionError?: (error: Error) => void;
}

/** The connections of one process. Queries go through `withTenant`, `withUser` or `withSystem`; end it with `$disconnect()`. */
export type Database = PrismaClient;

/** Waiting for a connection, and the whole of one transaction. No provider or HTTP call may happen inside one. */
const waitMs = 10_000;
const transactionMs = 20_000;

/** The server's own limit for what the program has given up or lost: it holds locks. */
const stuckAfterMs = 30_000;

/** Opens no connection yet: the first query does. */
export function createDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: "penstock",
    max: options.poolSize,
    connectionTimeoutMillis: waitMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    statement_timeout: stuckAfterMs,
    idle_in_transaction_session_timeout: stuckAfterMs,
    Client: ClientWithSettings,
  });
  const report = options.onConnectionError ?? ignore;
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    onPoolError: report,
    onConnectionError: report,
    statementNameGenerator: createStatementNames(),
  });
  return new PrismaClient({
    adapter,
    // Others read source files to quote the failing call in the message.
    errorFormat: "minimal",
    transactionOptions: { maxWait: waitMs, timeout: transactionMs },
  });
}

/**
 * Sends the settings of a transaction in one message with its BEGIN: one round trip less for each transaction, and no moment in
 * which a transaction is open without its workspace. Should Prisma ever begin in other words, nothing is set and every tenant
 * table looks empty.
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
