import type pg from "pg";
import type { WorkspaceId } from "#core/ids.ts";
import { ringingAfter, takeUrgentRings } from "../bell.ts";
import { connectionsOf, type Database } from "./client.ts";
import { type BatchedStatement, type StatementAnswer, StatementBatch } from "./statement-batch.ts";
import { namedStatement } from "./statement-names.ts";
import type { TenantSql } from "./tenant-sql.ts";

/**
 * One workspace's transaction on the driver itself. Statements that are asked for in the same tick travel in one packet
 * and are answered in order, so whoever needs several answers at once, or none, asks for them together:
 * `Promise.all([a(tx), b(tx)])`.
 */
export interface DirectTransaction extends TenantSql {
  /** How many statements have been asked for so far. */
  readonly asked: number;
  /**
   * Commits in the same packet as what was asked for in this tick, and rings after it whatever bell must be rung at
   * once. Nothing can be asked for afterwards. Throws when the transaction did not commit; the statement that is to
   * blame throws too, and first.
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
 * Like `withTenant`, for the few paths that every node of every run takes. Prisma's own machinery costs each
 * transaction about as much processor time as PostgreSQL spends on it, and lets each statement wait for the one before.
 * Here BEGIN travels with the first statement and COMMIT with the last: a step of progress is two round trips, and one
 * that knows what to write is one. A statement that waits longer than `lockWaitMs` for a row that another transaction
 * holds fails.
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

/** The settings travel as a statement of their own, which each connection prepares once. */
const setWorkspace = "SELECT set_config('app.workspace_id', $1, true)";
const setWorkspaceAndWait = `${setWorkspace}, set_config('lock_timeout', $2, true)`;

class Transaction {
  readonly #connection: pg.PoolClient;
  readonly #workspaceId: WorkspaceId;
  readonly #lockWaitMs: number | null;
  #state: "new" | "open" | "committed" | "undone" = "new";
  /** How much of it has left. */
  #sent: "nothing" | "some" | "all in one packet" = "nothing";
  asked = 0;
  /** What was asked for in this tick. */
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
   * Does nothing when nothing was asked for, or when it has been sent before. A transaction of one packet has neither
   * BEGIN nor COMMIT: PostgreSQL makes one of what comes before a SYNC. Where a bell is rung after it, it has both, so
   * that the bell is not reached when a statement before it fails.
   */
  async commit(): Promise<void> {
    if (this.#state !== "open") return;
    this.#state = "committed";
    const ring = takeUrgentRings(this as unknown as DirectTransaction);
    if (ring === null && this.#sent === "nothing") return this.#sendWhole();
    const committed = this.#gather({ name: "commit", text: "COMMIT", values: [], wantsRows: false });
    // Should it fail itself, nobody could have heard it.
    if (ring !== null) this.#gathered.push({ ...ring, wantsRows: false, callback: () => undefined });
    const { command } = await committed;
    // What PostgreSQL answers when a statement before it has failed.
    if (command === "ROLLBACK") throw new Error("The transaction was rolled back.");
  }

  /** Returns the error when the connection can no longer be used. */
  async rollback(): Promise<Error | undefined> {
    const hasBegun = this.#state !== "new";
    this.#state = "undone";
    if (!hasBegun) return undefined;
    this.#send();
    try {
      // One that left whole has ended by itself; this asks whether the connection is still there.
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

  /** Should it fail, so do the statements after it. */
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
