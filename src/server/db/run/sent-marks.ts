import type pg from "pg";
import { connectionsOf, type Database } from "#server/db/client.ts";

const markSent = "UPDATE system.leases SET is_sent = true WHERE lease_token = $1::uuid";
/** For so long after a mark its connection is kept for the next. */
const keepMs = 1_000;

/**
 * Marks leases whose call to a model is about to leave. Nobody waits for the answer: the words are on their way to the database before the call
 * is on its own, and reach it though this process is killed in the next moment. For that a connection is held ready while marks come; to wait for
 * a free one would give the call a start. A mark that the database did not take comes again with the next sign of life.
 */
export class SentMarks {
  readonly #db: Database;
  #connection: Promise<pg.PoolClient> | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Sends the mark; never throws. */
  mark(leaseToken: string): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#connection ??= connectionsOf(this.#db).connect();
    this.#timer = setTimeout(() => this.close(), keepMs);
    void send(this.#connection, leaseToken).catch(() => this.close(true));
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

async function send(held: Promise<pg.PoolClient>, leaseToken: string): Promise<void> {
  const connection = await held;
  await connection.query({ name: "mark-sent", text: markSent, values: [leaseToken] });
}
