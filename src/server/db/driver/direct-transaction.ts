import type pg from "pg";
import type { WorkspaceId } from "#core/ids.ts";
import { ringingAfter, takeUrgentRings } from "../bell.ts";
import { connectionsOf, type Database } from "./client.ts";
import { type BatchedStatement, type StatementAnswer, StatementBatch } from "./statement-batch.ts";
import { namedStatement } from "./statement-names.ts";
import type { TenantSql } from "./tenant-sql.ts";

/**
 * One workspace's transaction on the driver itself. Statements issued in the same tick are sent in one packet and
 * answered in order, so issue statements together when they do not depend on each other's answers: `Promise.all([a(tx),
 * b(tx)])`.
 */
export interface DirectTransaction extends TenantSql {
  /** How many statements have been issued so far. */
  readonly asked: number;
  /**
   * Commits in the same packet as the statements of this tick, followed by any urgent bells. Nothing can be issued
   * afterwards. Throws when the transaction did not commit; the statement that caused it rejects too, and first.
   */
  commit(): Promise<void>;
}

/** The database is unreachable, or the connection was lost: it is unknown whether the transaction has committed. */
export class ConnectionLostError extends Error {
  constructor(options: { readonly cause: unknown }) {
    super(`The connection to the database was lost: ${String(options.cause)}`, options);
    this.name = "ConnectionLostError";
  }
}

/**
 * Like `withTenant`, for the few paths that every node of every run takes. Prisma costs each transaction about as much
 * processor time as PostgreSQL spends on it, and sends statements one after another. Here BEGIN is sent with the first
 * statement and COMMIT with the last: a step of progress takes two round trips, or one if it already knows what to
 * write. A statement that waits longer than `lockWaitMs` for a row lock fails.
 */
export function withTenantDirect<Result>(
  db: Database,
  workspaceId: WorkspaceId,
  work: (tx: DirectTransaction) => Promise<Result>,
  lockWaitMs: number | null = null,
): Promise<Result> {
  return ringingAfter(db, async (prepare) => {
    const connection = await connectionsOf(db)
      .connect()
      .catch((error: unknown) => {
        throw new ConnectionLostError({ cause: error });
      });
    const transaction = new Transaction(connection, workspaceId, lockWaitMs);
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

/** The settings are a statement of their own, which each connection prepares once. */
const setWorkspace = "SELECT set_config('app.workspace_id', $1, true)";
const setWorkspaceAndWait = `${setWorkspace}, set_config('lock_timeout', $2, true)`;

class Transaction {
  readonly #connection: pg.PoolClient;
  readonly #workspaceId: WorkspaceId;
  readonly #lockWaitMs: number | null;
  #state: "new" | "open" | "committed" | "undone" = "new";
  /** How much of it has been sent. */
  #sent: "nothing" | "some" | "all in one packet" = "nothing";
  asked = 0;
  /** Statements issued in this tick. */
  #gathered: BatchedStatement[] = [];

  constructor(connection: pg.PoolClient, workspaceId: WorkspaceId, lockWaitMs: number | null) {
    this.#connection = connection;
    this.#workspaceId = workspaceId;
    this.#lockWaitMs = lockWaitMs;
  }

  async $queryRaw(template: TemplateStringsArray, ...values: unknown[]): Promise<unknown> {
    return (await this.#ask(template, values, true)).rows;
  }

  async $executeRaw(template: TemplateStringsArray, ...values: unknown[]): Promise<number> {
    return (await this.#ask(template, values, false)).rowCount ?? 0;
  }

  /**
   * Does nothing when nothing was issued, or everything has already been sent whole. A transaction of one packet needs
   * neither BEGIN nor COMMIT: PostgreSQL makes one transaction of everything before a SYNC. If a bell follows, it has
   * both, so that the bell is not reached when an earlier statement fails.
   */
  async commit(): Promise<void> {
    if (this.#state !== "open") return;
    this.#state = "committed";
    const ring = takeUrgentRings(this as unknown as DirectTransaction);
    if (ring === null && this.#sent === "nothing") return this.#sendWhole();
    const committed = this.#gather({ name: "commit", text: "COMMIT", values: [], wantsRows: false });
    // If it fails, nobody could have heard it.
    if (ring !== null) this.#gathered.push({ ...ring, wantsRows: false, callback: () => undefined });
    const { command } = await committed;
    // PostgreSQL's answer to COMMIT when an earlier statement has failed.
    if (command === "ROLLBACK") throw new Error("The transaction was rolled back.");
  }

  /** Returns the error when the connection can no longer be used. */
  async rollback(): Promise<Error | undefined> {
    const hasBegun = this.#state !== "new";
    this.#state = "undone";
    if (!hasBegun) return undefined;
    this.#send();
    try {
      // A transaction sent whole has already ended; this checks that the connection still works.
      await this.#connection.query(this.#sent === "all in one packet" ? "SELECT" : "ROLLBACK");
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #ask(template: TemplateStringsArray, values: unknown[], wantsRows: boolean): Promise<StatementAnswer> {
    if (this.#state === "committed") throw new Error("The transaction has been committed.");
    if (this.#state === "undone") throw new Error("The transaction has been rolled back.");
    this.asked += 1;
    if (this.#state === "new") this.#begin();
    return this.#gather({ ...namedStatement(template), values, wantsRows });
  }

  /** If it fails, so do the statements after it. */
  #begin(): void {
    this.#state = "open";
    this.#gathered.push({ ...this.#settings(), wantsRows: false, callback: () => undefined });
    process.nextTick(() => this.#send());
  }

  #settings() {
    const [workspaceId, waitMs] = [this.#workspaceId, this.#lockWaitMs];
    return waitMs === null
      ? { name: "set-workspace", text: setWorkspace, values: [workspaceId] }
      : { name: "set-workspace-wait", text: setWorkspaceAndWait, values: [workspaceId, String(waitMs)] };
  }

  #gather(statement: Omit<BatchedStatement, "callback">): Promise<StatementAnswer> {
    if (this.#gathered.length === 0) process.nextTick(() => this.#send());
    return new Promise((resolve, reject) => {
      const callback: BatchedStatement["callback"] = (error, result) =>
        error ? reject(error) : resolve(result);
      this.#gathered.push({ ...statement, callback });
    });
  }

  #send(): void {
    if (this.#gathered.length === 0) return;
    const begin: BatchedStatement = {
      name: "begin",
      text: "BEGIN",
      values: [],
      wantsRows: false,
      callback: () => undefined,
    };
    const statements = this.#sent === "nothing" ? [begin, ...this.#gathered] : this.#gathered;
    this.#gathered = [];
    this.#sent = "some";
    this.#connection.query(new StatementBatch(statements));
  }

  /** Resolves when the packet has been committed. */
  #sendWhole(): Promise<void> {
    const statements = this.#gathered;
    this.#gathered = [];
    this.#sent = "all in one packet";
    return new Promise((resolve, reject) => {
      const onCommitted = (error: Error | null) => (error ? reject(error) : resolve());
      this.#connection.query(new StatementBatch(statements, onCommitted));
    });
  }
}
