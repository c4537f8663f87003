import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { connectionsOf, type Database } from "#server/db/driver/client.ts";

const markSent = "UPDATE system.leases SET is_sent = true WHERE lease_token = $1::uuid";
/** For so long after a mark its connection is kept for the next. */
const keepMs = 1_000;
/** A call does not wait longer than this for a connection that its mark can leave on. */
const patienceMs = 1_000;

/**
 * Marks leases whose call to a model is about to leave. The mark must be on its way to the database before the call is
 * on its own: then it gets there though this process is killed in the next moment. Nobody waits for the database's
 * answer; while marks come, a connection is held ready, so there is nothing else to wait for either. A mark that the
 * database did not take comes again with the next sign of life.
 */
export class SentMarks {
  readonly #db: Database;
  #connection: Promise<pg.PoolClient> | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Resolves when the mark has left this process, or cannot; never throws. */
  async mark(leaseToken: string): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#connection ??= connectionsOf(this.#db).connect();
    this.#timer = setTimeout(() => this.close(), keepMs);
    const leaving = this.#leave(this.#connection, leaseToken);
    await Promise.race([leaving, delay(patienceMs, undefined, { ref: false })]);
  }

  async #leave(held: Promise<pg.PoolClient>, leaseToken: string): Promise<void> {
    const connection = await held.catch(() => null);
    if (connection === null) this.close();
    // Its words are written to the socket before this returns.
    else {
      const query = { name: "mark-sent", text: markSent, values: [leaseToken] };
      void connection.query(query).catch(() => this.close(true));
    }
  }

  /** Gives the connection back; the next mark takes another. */
  close(isBroken = false): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const held = this.#connection;
    this.#connection = null;
    void held?.then(
      (connection) => connection.release(isBroken),
      () => undefined,
    );
  }
}
