import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { connectionsOf, type Database } from "#server/db/driver/client.ts";

const markSent = `UPDATE system.leases SET is_sent = true WHERE lease_token = $1::uuid
  RETURNING abort_requested AS "abortRequested"`;
/** How long a connection is kept for the next mark. */
const keepMs = 1_000;
/** The longest a call waits for its mark: the database may be away for long. */
const patienceMs = 1_000;
/** A connection may break during the mark; another one is then tried. */
const mostTries = 3;

/**
 * The lease's state when its mark was written: `held`, `stopping` (held, but its work is to end), or `lost` to another
 * worker. `unknown`: the database has not answered.
 */
export type MarkedLease = "held" | "stopping" | "lost" | "unknown";

/**
 * Marks leases whose model call is about to be sent. The mark must reach the database before the call is sent. Then the
 * call counts as sent, even if this process is killed the next moment. While marks keep coming, a connection is held
 * ready. A mark that the database did not take is repeated with the next heartbeat.
 */
export class SentMarks {
  readonly #db: Database;
  #connection: Promise<pg.PoolClient> | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Resolves when the database has answered, or the time limit is over; never throws. */
  async mark(leaseToken: string): Promise<MarkedLease> {
    return Promise.race([this.#write(leaseToken), delay(patienceMs, "unknown" as const, { ref: false })]);
  }

  async #write(leaseToken: string): Promise<MarkedLease> {
    for (let tries = 1; tries <= mostTries; tries += 1) {
      const marked = await this.#tryOnce(leaseToken);
      if (marked !== "unknown") return marked;
    }
    return "unknown";
  }

  async #tryOnce(leaseToken: string): Promise<MarkedLease> {
    const held = this.#hold();
    try {
      const connection = await held;
      const { rows } = await connection.query<{ abortRequested: boolean }>({
        name: "mark-sent",
        text: markSent,
        values: [leaseToken],
      });
      const [lease] = rows;
      if (lease === undefined) return "lost";
      return lease.abortRequested ? "stopping" : "held";
    } catch {
      // Marks of other calls may have noticed it already, and may hold another connection by now.
      if (this.#connection === held) this.close(true);
      return "unknown";
    }
  }

  #hold(): Promise<pg.PoolClient> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#connection ??= connectionsOf(this.#db).connect();
    this.#timer = setTimeout(() => this.close(), keepMs);
    return this.#connection;
  }

  /** Releases the connection; the next mark takes another. */
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
