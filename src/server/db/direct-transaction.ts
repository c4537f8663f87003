import type pg from "pg";
import type { WorkspaceId } from "#core/ids.ts";
import { ringingAfter } from "./bell.ts";
import { connectionsOf, type Database } from "./client.ts";
import { namedStatement } from "./statement-names.ts";
import type { TenantSql } from "./tenant-sql.ts";
import { beginStatement } from "./transaction-settings.ts";

/**
 * One workspace's transaction on the driver itself. Statements that are asked for in the same tick travel in one packet and are answered in
 * order, so whoever needs several answers at once, or none, asks for them together: `Promise.all([a(tx), b(tx)])`.
 */
export interface DirectTransaction extends TenantSql {
  /**
   * Sends COMMIT in the same packet as what was asked for in this tick. Nothing can be asked for afterwards. Throws when the transaction
   * did not commit; the statement that is to blame throws too, and first.
   */
  commit(): Promise<void>;
}

/** The database is away, or went away: whether the transaction has committed is not known. */
export class ConnectionLostError extends Error {
  constructor(options: { readonly cause: unknown }) {
    super(`The connection to the database was lost: ${String(options.cause)}`, options);
    this.name = "ConnectionLostError";
  }
}

/**
 * Like `withTenant`, for the few paths that every node of every run takes. Prisma's own machinery costs each transaction about as much
 * processor time as PostgreSQL spends on it, and lets each statement wait for the one before. Here BEGIN travels with the first statement and
 * COMMIT with the last: a step of progress is two round trips.
 */
export function withTenantDirect<Result>(
  db: Database,
  workspaceId: WorkspaceId,
  work: (tx: DirectTransaction) => Promise<Result>,
): Promise<Result> {
  return ringingAfter(db, async (prepare) => {
    const connection = await connectionsOf(db)
      .connect()
      .catch((error: unknown) => {
        throw new ConnectionLostError({ cause: error });
      });
    const transaction = new Transaction(connection, beginStatement({ workspaceId, userId: null }));
    const tx = transaction as unknown as DirectTransaction;
    prepare(tx);
    try {
      const result = await work(tx);
      await transaction.commit();
      connection.release();
      return result;
    } catch (error) {
      const lost = await transaction.rollback();
      connection.release(lost);
      throw lost === undefined ? error : new ConnectionLostError({ cause: error });
    }
  });
}

class Transaction {
  readonly #connection: pg.PoolClient;
  readonly #begin: string;
  #state: "new" | "open" | "committed" = "new";

  constructor(connection: pg.PoolClient, begin: string) {
    this.#connection = connection;
    this.#begin = begin;
  }

  async $queryRaw(template: TemplateStringsArray, ...values: unknown[]): Promise<unknown> {
    return (await this.#send(template, values)).rows;
  }

  async $executeRaw(template: TemplateStringsArray, ...values: unknown[]): Promise<number> {
    return (await this.#send(template, values)).rowCount ?? 0;
  }

  /** Does nothing when nothing was asked for, or when it has been sent before. */
  async commit(): Promise<void> {
    if (this.#state !== "open") return;
    this.#state = "committed";
    gather(this.#connection);
    const { command } = await this.#connection.query("COMMIT");
    // What PostgreSQL answers when a statement before it has failed.
    if (command === "ROLLBACK") throw new Error("The transaction was rolled back.");
  }

  /** Returns the error when the connection can not be used any more. */
  async rollback(): Promise<Error | undefined> {
    if (this.#state === "new") return undefined;
    try {
      await this.#connection.query("ROLLBACK");
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #send(template: TemplateStringsArray, values: unknown[]): Promise<pg.QueryResult> {
    if (this.#state === "committed") throw new Error("The transaction has been committed.");
    gather(this.#connection);
    if (this.#state === "new") {
      this.#state = "open";
      // Should it fail, so do the statements behind it.
      this.#connection.query(this.#begin).catch(() => undefined);
    }
    return this.#connection.query({ ...namedStatement(template), values });
  }
}

/** Holds back what is written to the socket until the end of this tick. */
function gather(connection: pg.PoolClient): void {
  const { stream } = connection.connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
