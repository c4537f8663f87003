import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { connectionsOf, type Database } from "#server/db/driver/client.ts";

const markSent = `UPDATE system.leases SET is_sent = true WHERE lease_token = $1::uuid
  RETURNING abort_requested AS "abortRequested"`;
/** For so long after a mark its connection is kept for the next. */
const keepMs = 1_000;
/** A call does not wait longer than this for its mark: the database may be away for long. */
const patienceMs = 1_000;
/** A connection may break under the mark; another one takes it. */
const mostTries = 3;

/**
 * How a lease stood when its mark was written: `held`, `stopping` (held, and its work is to end), or `lost` to another
 * worker. `unknown`: the database has not answered.
 */
export type MarkedLease = "held" | "stopping" | "lost" | "unknown";

/**
 * Marks leases whose call to a model is about to leave. The database must have the mark before the call leaves: then it
 * is known to have left, though this process is killed in the next moment and its connection was cut in the one before.
 * While marks come, a connection is held ready. A mark that the database did not take comes again with the next sign of
 * life.
 */
export class SentMarks {
  readonly #db: Database;
  #connection: Promise<pg.PoolClient> | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Resolves when the database has answered, or when it has been waited for long enough; never throws. */
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
      // Marks of other calls may have noticed it before, and hold another one by now.
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
